import FileStorage
import Registry
import RunDocument
import ServiceImage
import SystemPackage
import TestSupport
import Testing

@Suite struct LayerTests {
    /// Names that a plain ustar header cannot hold, or that are easily mixed up.
    private static let names = [
        "MLmodel", "caf\u{E9}.txt", "a/b/c.bin", "a.b",
        String(repeating: "d", count: 120) + "/" + String(repeating: "e", count: 130),
        String(repeating: "f", count: 100), String(repeating: "\u{1F427}", count: 40),
    ]

    /// Registers a model with these names.
    private func register(in scratch: FilePath) throws -> (ModelStore, RegisteredVersion) {
        let directory = scratch.appending("model")
        for name in Self.names {
            let path = directory.appending(name)
            try Files.makeDirectory(path.removingLastComponent())
            try Files.replace(path, with: Array("\(name.utf8.count)".utf8))
        }
        let run = try Run(
            parsing: """
                {"apiVersion":"mlx/v1","kind":"Run",
                 "metadata":{"id":"run-1","createdAt":"2026-11-20T12:00:00Z"},
                 "stages":[],"status":{"phase":"Succeeded","exitCode":0}}
                """.utf8)
        let store = ModelStore(root: scratch.appending("testing"), model: try ModelName("odd"))
        let options = CommitOptions(
            context: AuditContext(actor: "t", time: "2026-11-20T12:00:00Z", tool: "test"))
        let version = try store.register(
            RegistrationRequest(directory: directory, run: run), options
        ).version
        return (store, version)
    }

    @Test func `every name and byte of a model is in its layer`() async throws {
        try await withScratchDirectory { scratch in
            let (store, version) = try register(in: scratch)
            let files = try WorkingCopy(of: version, from: store)
            let builder = ServiceImageBuilder(
                version, of: store.model, at: files.path,
                ServiceImageRequest(program: Tool.directory.appending("mlx-serve")))
            _ = try builder.write(to: scratch.appending("image"), tag: "1")
            let result = try await Tool.shell(
                """
                mkdir root
                for blob in image/blobs/sha256/*; do
                    if tar -tf $blob 2>/dev/null | grep -q '^model/'; then
                        tar -xf $blob -C root
                    fi
                done
                diff -r model root/model
                """, directory: scratch)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    @Test func `files that are not those of the version are refused`() async throws {
        try await withScratchDirectory { scratch in
            let (store, version) = try register(in: scratch)
            try Files.replace(scratch.appending("model/a.b"), with: "other".utf8)
            let builder = ServiceImageBuilder(
                version, of: store.model, at: scratch.appending("model"),
                ServiceImageRequest(program: Tool.directory.appending("mlx-serve")))
            #expect(throws: ImageError.self) {
                try builder.write(to: scratch.appending("image"), tag: "1")
            }
            #expect(!Files.exists(scratch.appending("image/index.json")))
        }
    }

    @Test func `a library that is not there is named`() async throws {
        try await withScratchDirectory { scratch in
            let (store, version) = try register(in: scratch)
            var request = ServiceImageRequest(program: Tool.directory.appending("mlx-serve"))
            request.library = .init(
                name: "libnothing", variable: "NOTHING", candidates: ["libnothing.so.9"])
            let builder = ServiceImageBuilder(
                version, of: store.model, at: scratch.appending("model"), request)
            #expect(
                throws: ImageError.noRuntime(name: "libnothing", tried: ["libnothing.so.9"])
            ) {
                try builder.write(to: scratch.appending("image"), tag: "1")
            }
        }
    }
}
