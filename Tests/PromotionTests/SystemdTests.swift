import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The service is really there and follows the registry; only systemd is not.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SystemdTests {
    private static let systemctl = """
        case "$*" in
            *is-active*) test -e "$0.active" ;;
            *restart*) touch "$0.active"; mlx-promote penguins --reconcile --out /dev/null \
                --config serve.yaml ;;
        esac
        """

    @Test func `the unit is written and started once, and the service follows`() async throws {
        try await LiveProject.run { project in
            let systemctl = try StandIn("systemctl", in: project.directory, script: Self.systemctl)
            // The stand-in starts the service as systemd would, by the settings without systemd.
            let yaml = try Files.read(project.directory.appending("mlx.yaml"))
            try Files.write(project.directory.appending("serve.yaml"), yaml)
            try project.append(
                """
                promote:
                  deployer: systemd
                  systemd: {program: \(systemctl.path), directory: units, user: true}
                """)
            let first = try await project.shell("mlx-promote penguins@1")
            try #require(first.status == 0, "\(first.errors)")
            let unit = "mlx-serve@penguins.service"
            #expect(
                systemctl.calls == [
                    "--user daemon-reload", "--user enable \(unit)",
                    "--user is-active --quiet \(unit)", "--user restart \(unit)",
                    "--user is-active --quiet \(unit)",
                ])
            #expect(project.servedVersions() == ["1"])
            let details = try first.document().stage(named: "promote")?.details
            #expect(details?["service"]?["target"] == .string(unit))
            systemctl.forget()
            #expect(try await project.shell("mlx-promote penguins@2").status == 0)
            #expect(project.servedVersions() == ["2"])
            #expect(
                systemctl.calls == [
                    "--user daemon-reload", "--user enable \(unit)",
                    "--user is-active --quiet \(unit)", "--user is-active --quiet \(unit)",
                ])
            let path = project.directory.appending("units").appending(unit)
            let text = String(decoding: try Files.read(path), as: UTF8.self)
            let program = Tool.directory.appending("mlx-serve")
            #expect(text.contains("ExecStart=\(program) --model penguins --registry "))
        }
    }

    private func deployer(_ systemctl: StandIn, _ scratch: FilePath) throws -> SystemdDeployer {
        let template = Tool.root.appending("share/mlx/systemd/mlx-serve@.service.mustache")
        var settings = SystemdDeployer.Settings(
            service: ServiceSettings(
                host: "127.0.0.1", port: 1, program: Tool.directory.appending("mlx-serve"),
                environment: [:]),
            template: try ManifestTemplate(template),
            directory: scratch.appending("units"), isUser: false, restarts: false)
        settings.program = [systemctl.path.string]
        return SystemdDeployer(settings, ProgramSettings(environment: ["PATH": "/usr/bin:/bin"]))
    }

    @Test func `after a reload that failed, systemd is told of the unit again`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let systemctl = try StandIn("systemctl", in: scratch, script: "exit 1")
            var request = PromotionRequest(.promote("1"))
            request.deployer = try deployer(systemctl, scratch)
            #expect(throws: PromotionError.self) { _ = try registered.promoter.run(request) }
            #expect(systemctl.calls == ["daemon-reload"])
            Files.removeIfPossible(systemctl.path)
            let mended = try StandIn(
                "systemctl", in: scratch, script: "case $1 in restart) exit 1; esac")
            mended.forget()
            #expect(throws: PromotionError.self) { _ = try registered.promoter.run(request) }
            let unit = "mlx-serve@penguins.service"
            #expect(
                mended.calls == [
                    "daemon-reload", "enable \(unit)", "is-active --quiet \(unit)",
                    // By the text before, it listens elsewhere or not at all.
                    "restart \(unit)",
                ])
        }
    }

    /// A place whose name has all that means something to systemd.
    private func withUnit(_ body: (_ unit: FilePath, _ word: String) async throws -> Void)
        async throws
    {
        try await withScratchDirectory { scratch in
            let place = scratch.appending(#"a $HOME %h "b" \c"#)
            try Files.makeDirectory(place)
            let registered = try Registered(["passed"], in: place)
            let systemctl = try StandIn("systemctl", in: scratch, script: "exit 1")
            var request = PromotionRequest(.promote("1"))
            request.deployer = try deployer(systemctl, scratch)
            #expect(throws: PromotionError.self) { _ = try registered.promoter.run(request) }
            try await body(
                scratch.appending("units/mlx-serve@penguins.service"),
                #""\#(scratch)/a $$HOME %%h \"b\" \\c/production""#)
        }
    }

    @Test func `a path of any kind stands in a unit as one word`() async throws {
        try await withUnit { unit, word in
            let text = String(decoding: try Files.read(unit), as: UTF8.self)
            #expect(text.contains("--registry \(word) --host"), "\(text)")
        }
    }

    /// By systemd's own reader of units, which is not in every image.
    @Test(
        .enabled(
            if: Files.exists("/usr/bin/systemd-analyze"),
            "needs systemd-analyze; apt-get install systemd"))
    func `systemd reads the unit`() async throws {
        try await withUnit { unit, _ in
            let result = try await Tool.run(
                "/usr/bin/systemd-analyze",
                ["verify", "--user", "--man=no", "--recursive-errors=no", unit.string],
                environment: ["HOME": "/tmp", "XDG_RUNTIME_DIR": "/tmp"])
            #expect(!result.errors.contains("penguins.service:"), "\(result.errors)")
        }
    }
}
