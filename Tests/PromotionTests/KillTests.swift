import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Promotions that are killed at a step: what is live is the old version or the new one.
@Suite(.serialized, .timeLimit(.minutes(10))) struct KillTests {
    /// Kills the promotion that runs the script: the parent of the shell that watches over it.
    private static let killer = """
        #!/bin/sh
        test -e armed || exit 0
        rm armed
        kill -9 "$(awk '{print $4}' /proc/$PPID/stat)"
        exec sleep 600
        """

    private func run(_ promote: String, _ body: (LiveProject) async throws -> Void) async throws {
        try await LiveProject.run { project in
            try Files.write(
                project.directory.appending("kill.sh"), Self.killer.utf8,
                permissions: .init(rawValue: 0o755))
            let first = try await project.shell("mlx-promote penguins@1")
            try #require(first.status == 0, "\(first.errors)")
            try project.append(promote)
            try await body(project)
        }
    }

    private func live(_ project: LiveProject) async throws -> JSONValue? {
        let shown = try await project.shell("mlx-promote show penguins --json")
        return try JSONValue(parsing: shown.output.utf8)["production"]
    }

    @Test func `in a hook, the old version stays`() async throws {
        try await run("promote: {before: [{command: ./kill.sh}]}") { project in
            let killed = try await project.shell("touch armed; mlx-promote penguins@2 || exit $?")
            #expect(killed.status == 137)
            #expect(try await live(project) == 1)
            #expect(project.servedVersions() == ["1"])
            #expect(try await project.shell("mlx-promote penguins@2").status == 0)
            #expect(project.servedVersions() == ["2"])
        }
    }

    @Test func `in the deployer, reconciling brings the new version`() async throws {
        try await run("promote: {deployer: command, command: [./kill.sh]}") { project in
            let killed = try await project.shell("touch armed; mlx-promote penguins@2 || exit $?")
            #expect(killed.status == 137)
            #expect(try await live(project) == 2)
            let mended = try await project.shell("mlx-promote penguins --reconcile")
            #expect(mended.status == 0, "\(mended.errors)")
            #expect(
                try mended.document().stage(named: "promote")?.details["action"] == "reconcile")
            let shown = try await project.shell("mlx-promote show penguins")
            #expect(shown.output.contains("reconcile 2 by"), "\(shown.output)")
        }
    }

    @Test func `while the service is watched, the new version stays`() async throws {
        try await run("promote: {watch: {for: 10m, interval: 50ms}}") { project in
            let killed = try await project.shell(
                """
                mlx-promote penguins@2 --out out.json 2>/dev/null & promotion=$!
                while ! curl -s \(project.url)/v2/models/penguins | grep -q '"2"'; do
                    sleep 0.01
                done
                kill -9 $promotion
                wait $promotion || test $? = 137
                """)
            #expect(killed.status == 0, "\(killed.errors)")
            #expect(try await live(project) == 2)
            #expect(project.servedVersions() == ["2"])
        }
    }
}
