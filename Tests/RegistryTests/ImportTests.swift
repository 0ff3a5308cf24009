import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ImportTests {
    @discardableResult
    private func importModel(
        _ source: String,
        _ store: ModelStore,
        _ change: (inout ImportRequest) -> Void = { _ in }
    ) throws -> ImportReport {
        var request = ImportRequest(try ImportSource(source))
        change(&request)
        return try store.importModel(request, .test)
    }

    @Test func `a model of our own comes with its digest and what is said of it`() async throws {
        try await withScratchDirectory { scratch in
            let source = try KeptRegistry(in: scratch).testing
            let other = ModelStore(root: scratch.appending("other"), model: source.model)
            let report = try importModel("\(source.path):2", other)
            let (old, new) = (try source.require("2"), try other.require("1"))
            #expect(report.outcome == .created)
            // Two runs and the provenance.
            #expect(report.referrers == 3)
            #expect(new.manifestDigest == old.manifestDigest)
            #expect(try other.runs(of: new) == source.runs(of: old))
            try other.verify(new)
            #expect(try other.fsck().findings == [])
            #expect(try other.history().map(\.action) == [.imported])
        }
    }

    @Test func `importing again changes nothing, but brings what is new`() async throws {
        try await withScratchDirectory { scratch in
            let source = try KeptRegistry(in: scratch).testing
            let other = ModelStore(root: scratch.appending("other"), model: source.model)
            try importModel("\(source.path):1", other)
            let before = try other.snapshot()
            #expect(try importModel("\(source.path):1", other).outcome == .unchanged)
            #expect(try other.snapshot() == before)
            let run = try FakeModel(in: scratch, weight: "one", id: "run-new").run
            _ = try source.attach(run, to: source.require("1"), .test)
            let again = try importModel("oci:\(source.path):1", other)
            #expect(again.outcome == .attached && again.referrers == 1)
            #expect(try other.versions().map(\.number) == [1])
            #expect(try other.fsck().findings == [])
        }
    }

    @Test func `content that is registered has its version already`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let files = try store.require("2").files
            let layout = ForeignLayout(at: scratch.appending("foreign"))
            var contents: [(String, [UInt8])] = []
            for file in files {
                contents.append(
                    (file.path, try Files.read(store.blobDirectory.appending(file.digest.hex))))
            }
            let manifest = try layout.manifest(files: contents)
            _ = try ForeignLayout(at: layout.path, manifest: manifest)
            let report = try importModel(layout.path.string, store)
            #expect(report.outcome == .unchanged && report.version.number == 2)
            let forced = try importModel(layout.path.string, store) { $0.forceNew = true }
            #expect(forced.outcome == .created && forced.version.number == 4)
            #expect(try store.fsck().isClean)
        }
    }

    @Test func `a version that was deleted gets another number`() async throws {
        try await withScratchDirectory { scratch in
            let source = try KeptRegistry(in: scratch).testing
            let copy = ModelStore(root: scratch.appending("other"), model: source.model)
            try importModel("\(source.path):3", copy)
            try source.delete(3, reason: "test", .test)
            #expect(try importModel(copy.path.string, source).version.number == 4)
            #expect(try source.fsck().isClean)
            #expect(throws: RegistryError.sameContent(version: 4, asked: 3)) {
                try importModel(copy.path.string, source) { request in
                    request.forceNew = true
                    request.version = 3
                }
            }
        }
    }

    @Test func `which model of several is asked for`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            #expect {
                _ = try ImportSource(store.path.string)
            } throws: { error in
                guard case .unknownSource(nil, _, let known)? = error as? RegistryError else {
                    return false
                }
                return known == ["1", "2", "3"]
            }
            #expect(throws: RegistryError.self) { try ImportSource("\(store.path):9") }
            let digest = try store.require("3").manifestDigest
            let source = try ImportSource("\(store.path)@\(digest)")
            #expect(try source.name == store.model)
        }
    }

    @Test func `referrers that an older registry keeps in an index of their own`() async throws {
        try await withScratchDirectory { scratch in
            let layout = ForeignLayout(at: scratch.appending("foreign"))
            try layout.create()
            let model = try layout.store(layout.manifest(files: [("model.ubj", [1])]))
            try layout.add(model, tag: "v1")
            let aside = ForeignLayout(at: layout.path)
            let referrer = try aside.addReferrer(to: model)
            var index = try JSONValue.read(layout.path.appending("index.json"))
            index = index.setting(
                ["manifests"],
                .array([
                    try #require(index["manifests"]?.arrayValue?.first)
                ]))
            try Files.replace(layout.path.appending("index.json"), with: index.canonicalBytes())
            let digest = try #require(model["digest"]?.stringValue)
            try layout.add(
                layout.store(layout.index(of: [referrer]), layout.indexType),
                tag: digest.replacing(":", with: "-"))
            let store = ModelStore(root: scratch.appending("other"), model: try ModelName("birds"))
            #expect(try importModel("\(layout.path):v1", store).referrers == 1)
            #expect(try store.fsck().findings == [])
        }
    }

    /// Expects that a manifest is refused and nothing is stored.
    private func expectRefusal(
        _ status: RunDocument.ExitStatus = .dataFormat,
        files: [(String, [UInt8])] = [("model.ubj", [1, 2])],
        _ spoil: (ForeignLayout, JSONValue) throws -> JSONValue = { $1 },
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withScratchDirectory { scratch in
            let layout = ForeignLayout(at: scratch.appending("foreign"))
            let manifest = try layout.manifest(files: files)
            _ = try ForeignLayout(at: layout.path, manifest: spoil(layout, manifest))
            let store = try ModelStore.testing(scratch)
            #expect(sourceLocation: sourceLocation) {
                try importModel(layout.path.string + ":1", store)
            } throws: { error in
                (error as? any Failure)?.exitStatus == status
            }
            #expect(try store.versions().isEmpty, sourceLocation: sourceLocation)
        }
    }

    @Test(
        arguments: [
            "../evil", "/etc/passwd", "a//b", "", "a/../b", ".", "a\u{1B}[2J", "two\nlines",
            "a\u{0}b", "a\u{7F}", String(repeating: "x", count: 256),
        ]
    )
    func `a path that could do harm is refused`(path: String) async throws {
        try await expectRefusal(files: [(path, [1])])
    }

    @Test(arguments: [("A", "a"), ("caf\u{E9}", "Cafe\u{301}"), ("a", "a/b"), ("A", "a/b/c")])
    func `paths that meet in one place are refused`(one: String, other: String) async throws {
        try await expectRefusal(files: [(one, [1]), (other, [2])])
    }

    @Test func `what is no model is refused`() async throws {
        try await expectRefusal { _, manifest in
            manifest.setting(["artifactType"], "application/vnd.example")
                .setting(["config", "mediaType"], "application/vnd.oci.image.config.v1+json")
        }
        try await expectRefusal { _, manifest in manifest.setting(["layers"], []) }
        for type in ["application/vnd.cncf.model.weight.v1.tar", "text/plain"] {
            try await expectRefusal { _, manifest in
                manifest.setting(["layers", 0, "mediaType"], .string(type))
            }
        }
        try await expectRefusal { _, manifest in
            manifest.setting(["mediaType"], "application/vnd.oci.image.index.v1+json")
        }
        try await expectRefusal { _, _ in [] }
        try await expectRefusal { _, manifest in manifest.setting(["subject"], manifest["config"]) }
    }

    @Test(
        arguments: [
            "sha512:\(String(repeating: "0", count: 128))", "sha256:12",
            "sha256:\(String(repeating: "A", count: 64))", "md5:0", "../../etc/passwd", "",
        ]
    )
    func `a digest that is not SHA-256 is refused`(digest: String) async throws {
        try await expectRefusal { _, manifest in
            manifest.setting(["layers", 0, "digest"], .string(digest))
        }
    }

    @Test(arguments: [-1, 1, 3, 1 << 40, Int64.max])
    func `a size that is not the blob's is refused`(size: Int64) async throws {
        try await expectRefusal { _, manifest in
            manifest.setting(["layers", 0, "size"], .integer(size))
        }
    }

    @Test func `a blob that is not there, or is another, is refused`() async throws {
        try await expectRefusal(.missingInput) { layout, manifest in
            Files.removeIfPossible(layout.blob(manifest["layers"]?.arrayValue?.first))
            return manifest
        }
        for damage in [Damage.firstByte, .emptied, .extended, .directory, .link, .pipe] {
            try await expectRefusal { layout, manifest in
                try damage.hit(layout.blob(manifest["layers"]?.arrayValue?.first))
                return manifest
            }
        }
        for damage in [Damage.firstByte, .emptied, .extended, .directory, .link, .pipe] {
            try await expectRefusal { layout, manifest in
                try damage.hit(layout.blob(manifest["config"]))
                return manifest
            }
        }
    }

    @Test func `a configuration that is not JSON to be trusted is refused`() async throws {
        for text in [#"{"a":1,"a":2}"#, "{", String(repeating: "[", count: 300)] {
            try await expectRefusal { layout, manifest in
                manifest.setting(
                    ["config"], try layout.store(Array(text.utf8), layout.configurationType))
            }
        }
    }

    @Test func `a pickle is refused unless the user wants it`() async throws {
        let pickle: [UInt8] = [0x80, 0x04, 0x4E, UInt8(ascii: ".")]
        for file in [("model.pkl", [1]), ("weights.bin", pickle)] as [(String, [UInt8])] {
            try await expectRefusal(.denied, files: [file])
        }
        try await withScratchDirectory { scratch in
            let layout = ForeignLayout(at: scratch.appending("foreign"))
            let manifest = try layout.manifest(files: [("model.pkl", [1])])
            _ = try ForeignLayout(at: layout.path, manifest: manifest)
            let store = try ModelStore.testing(scratch)
            let report = try importModel(layout.path.string, store) { $0.allowUnsafe = true }
            #expect(report.outcome == .created)
        }
    }

    @Test func `a directory that is no layout is refused`() async throws {
        try await withScratchDirectory { scratch in
            #expect { _ = try ImportSource(scratch.string) } throws: { error in
                (error as? any Failure)?.exitStatus == .dataFormat
            }
            #expect { _ = try ImportSource("\(scratch)/none:1") } throws: { error in
                (error as? any Failure)?.exitStatus == .missingInput
            }
        }
    }
}
