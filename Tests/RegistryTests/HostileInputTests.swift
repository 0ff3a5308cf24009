import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Registries that somebody else has had a hand in, and each command that reads one: a clear error
/// with its exit status, and no waiting.
@Suite struct HostileInputTests {
    /// What a command ended with; 124 if it had to be stopped.
    private func run(_ command: String, in scratch: FilePath) async throws -> ToolResult {
        try await Tool.shell("timeout 20 \(command)", using: ["dash"], directory: scratch)
    }

    private static let readers = [
        "mlx-register list --registry ./testing",
        "mlx-register show penguins@1 --registry ./testing",
        "mlx-register export penguins@1 out --registry ./testing",
        "mlx-register import testing/penguins:1 --model penguins --registry ./other",
        "mlx-promote penguins@1 --no-input --testing ./testing --production ./production --no-serve",
    ]

    /// Expects the same error of all commands that read a version, and damage of `fsck`.
    private func expectErrors(
        _ status: Int = 65,
        of commands: [String] = readers,
        in scratch: FilePath,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for command in commands {
            let result = try await run(command, in: scratch)
            let text = "\(command): \(result.status) \(result.errors)"
            #expect(result.status == status, "\(text)", sourceLocation: sourceLocation)
            #expect(
                result.errors.contains("error: ") && !result.errors.contains("unexpected"),
                "\(text)", sourceLocation: sourceLocation)
            #expect(
                !result.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" },
                "\(text)", sourceLocation: sourceLocation)
        }
        for leftover in ["out", "production/penguins/.mlx/current"] {
            #expect(!Files.exists(scratch.appending(leftover)), sourceLocation: sourceLocation)
        }
        let fsck = try await run("mlx-register fsck --registry ./testing", in: scratch)
        #expect(fsck.status == 1, "\(fsck.output)\(fsck.errors)", sourceLocation: sourceLocation)
        #expect(fsck.output.contains("damage: "), sourceLocation: sourceLocation)
    }

    /// A registry with one version and one record, so that a missing index is not a new one.
    private func withRegistry(
        _ body: (FilePath, ModelStore) async throws -> Void
    ) async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            try await body(scratch, try .testing(scratch))
        }
    }

    @Test(
        arguments: [
            "", "{", "[]", "null", "\u{0}\u{0}",
            #"{"schemaVersion":2,"manifests":{}}"#,
            #"{"schemaVersion":2,"schemaVersion":2,"manifests":[]}"#,
            #"{"schemaVersion":1,"manifests":[]}"#,
            #"{"schemaVersion":2,"manifests":[{"mediaType":"a","digest":"sha512:12","size":2}]}"#,
            #"{"schemaVersion":2,"manifests":[{"mediaType":"a","digest":"../../x","size":2}]}"#,
            #"{"schemaVersion":2,"manifests":[1]}"#,
            String(repeating: "[", count: 100_000),
        ]
    )
    func `an index that cannot be trusted`(text: String) async throws {
        try await withRegistry { scratch, store in
            try Files.replace(store.index, with: text.utf8)
            try await expectErrors(in: scratch)
        }
    }

    @Test(arguments: [
        "-1", "-9223372036854775808", "1.5", "1e3", "9223372036854775808", "4611686018427387904",
        "\"7\"",
    ])
    func `a size that is no size`(size: String) async throws {
        try await withRegistry { scratch, store in
            let text = String(decoding: try Files.read(store.index), as: UTF8.self)
            let old = try #require(text.firstMatch(of: /"size":\d+/)).0
            try Files.replace(store.index, with: text.replacing(old, with: "\"size\":\(size)").utf8)
            try await expectErrors(in: scratch)
        }
    }

    /// Their sum has no number.
    @Test func `a manifest of enormous files`() async throws {
        try await withScratchDirectory { scratch in
            let layout = ForeignLayout(at: scratch.appending("testing/penguins"))
            try layout.create()
            var manifest = try #require(
                layout.manifest(files: [("a", [1]), ("b", [2]), ("c", [3])]).objectValue)
            manifest["layers"] = .array(
                (manifest["layers"]?.arrayValue ?? []).map { layer in
                    var layer = layer.objectValue ?? [:]
                    layer["size"] = 4_611_686_018_427_387_904
                    return .object(layer)
                })
            try layout.add(layout.store(.object(manifest)), tag: "1")
            try await expectErrors(in: scratch)
        }
    }

    @Test(arguments: [Damage.directory, .link, .pipe])
    func `an index that is no file`(damage: Damage) async throws {
        try await withRegistry { scratch, store in
            try damage.hit(store.index)
            try await expectErrors(in: scratch)
        }
    }

    @Test func `an index without an end`() async throws {
        try await withRegistry { scratch, store in
            let result = try await Tool.shell(
                "truncate -s 80G testing/penguins/index.json", directory: scratch)
            try #require(result.status == 0)
            try await expectErrors(in: scratch)
        }
    }

    @Test(arguments: [Damage.firstByte, .halved, .emptied, .extended, .directory, .link, .pipe])
    func `a manifest that is not what its digest says`(damage: Damage) async throws {
        try await withRegistry { scratch, store in
            let version = try store.require("1")
            try damage.hit(store.blobDirectory.appending(version.manifestDigest.hex))
            // A list reads no manifest.
            try await expectErrors(of: Array(Self.readers[1...]), in: scratch)
        }
    }

    @Test(arguments: [Damage.firstByte, .halved, .emptied, .extended, .directory, .link, .pipe])
    func `a file that is not what its digest says`(damage: Damage) async throws {
        try await withRegistry { scratch, store in
            let file = try store.require("1").files[2]
            try damage.hit(store.blobDirectory.appending(file.digest.hex))
            #expect(throws: (any Error).self) { try store.verify(store.require("1")) }
            try await expectErrors(of: Array(Self.readers[2...]), in: scratch)
        }
    }

    @Test func `a blob without an end`() async throws {
        try await withRegistry { scratch, store in
            let file = try store.require("1").files[2]
            let path = store.blobDirectory.appending(file.digest.hex)
            let result = try await Tool.shell(
                "rm -f '\(path)'; truncate -s 80G '\(path)'", directory: scratch)
            try #require(result.status == 0)
            let imported = try await run(Self.readers[3], in: scratch)
            #expect(imported.status == 65, "\(imported.errors)")
        }
    }

    @Test(
        arguments: [
            ["../evil"], ["/etc/passwd"], ["a//b"], ["a\u{1B}[2J"], ["two\nlines"], [""],
            [String(repeating: "x", count: 256)], ["A", "a"], ["caf\u{E9}", "cafe\u{301}"],
            ["a", "a/b"],
        ]
    )
    func `paths that could do harm`(paths: [String]) async throws {
        try await withScratchDirectory { scratch in
            let layout = ForeignLayout(at: scratch.appending("testing/penguins"))
            try layout.create()
            let files = paths.map { ($0, Array("x".utf8)) }
            try layout.add(layout.store(layout.manifest(files: files)), tag: "1")
            try await expectErrors(in: scratch)
        }
    }

    @Test(
        arguments: [
            #"{"mediaType":"application/vnd.oci.image.manifest.v1+json"}"#,
            #"{"layers":[],"layers":[]}"#, "[]", "{", "\u{FEFF}{}",
            String(repeating: "[", count: 100_000),
        ]
    )
    func `a manifest that is none`(text: String) async throws {
        try await withScratchDirectory { scratch in
            let layout = ForeignLayout(at: scratch.appending("testing/penguins"))
            try layout.create()
            try layout.add(layout.store(Array(text.utf8), layout.manifestType), tag: "1")
            try await expectErrors(in: scratch)
        }
    }

    @Test func `a log that is no file stops what would be written to it`() async throws {
        for damage in [Damage.directory, .link, .pipe] {
            try await withRegistry { scratch, store in
                try damage.hit(store.audit)
                let index = try Files.read(store.index)
                for command in [
                    "mlx-register alias penguins@1 champion --registry ./testing",
                    "mlx-register audit penguins --registry ./testing",
                ] {
                    let result = try await run(command, in: scratch)
                    #expect(result.status == 65, "\(damage) \(command): \(result.errors)")
                }
                let fsck = try await run("mlx-register fsck --registry ./testing", in: scratch)
                #expect(fsck.status == 1)
                #expect(fsck.output.contains("audit.jsonl: damage: "), "\(fsck.output)")
                #expect(try Files.read(store.index) == index)
            }
        }
    }

    @Test func `a log with a line missing answers no question`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            let lines = try Files.read(store.audit).split(separator: 0x0A)
            try Files.replace(
                store.audit, with: Array(lines.dropFirst().joined(separator: [0x0A])) + [0x0A])
            let history = "mlx-register history penguins --registry ./production"
            let all = try await run(history, in: scratch)
            #expect(all.status == 0 && all.errors.contains("warning: audit log"), "\(all.errors)")
            let one = try await run("\(history) --at 2027-01-01", in: scratch)
            #expect(one.status == 65 && one.output.isEmpty, "\(one.errors)")
        }
    }

    @Test func `names and reasons do not reach the terminal as they are`() async throws {
        try await withRegistry { scratch, store in
            try Files.write(store.path.appending("x\u{1B}[31m\nfake: damage"), [])
            let result = try await run(
                "mlx-register fsck --registry ./testing; "
                    + "mlx-register delete penguins@1 --registry ./testing --reason \"$(printf 'a\\033[2Jb\\nc')\"; "
                    + "mlx-register audit penguins --registry ./testing", in: scratch)
            #expect(!result.output.contains("\u{1B}"))
            #expect(!result.output.contains("\nfake"))
            #expect(!result.output.contains("\nc"))
        }
    }
}
