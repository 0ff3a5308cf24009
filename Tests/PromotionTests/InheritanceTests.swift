import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What a service that a promotion starts gets from it.
@Suite(.serialized) struct InheritanceTests {
    @Test func `the service holds no lock and no file that belongs to the promotion`()
        async throws
    {
        try await LiveProject.run { project in
            let first = try await project.shell("mlx-promote penguins@1")
            try #require(first.status == 0, "\(first.errors)")
            let result = try await project.shell(
                """
                for stage in testing production; do
                    for lock in lock gc.lock; do
                        flock -n registry/$stage/penguins/.mlx/$lock true || echo "held: $stage $lock"
                    done
                done
                process=$(cat registry/production/penguins/.mlx/serve.pid)
                readlink /proc/$process/exe
                for file in /proc/$process/fd/*; do readlink "$file" || true; done
                """)
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(result.status == 0 && !result.output.contains("held:"), "\(result.output)")
            #expect(lines.first?.hasSuffix("mlx-serve") == true, "\(lines)")
            let registry = lines.dropFirst().filter { $0.contains("/registry/") }
            let own = ["/.mlx/serve.log", "/.mlx/serving/"]
            for path in registry {
                #expect(own.contains { path.contains($0) }, "the service has '\(path)' open")
            }
            #expect(!lines.contains { $0.hasSuffix("lock") || $0.hasSuffix("audit.jsonl") })
        }
    }
}
