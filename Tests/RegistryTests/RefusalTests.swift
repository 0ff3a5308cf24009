import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct RefusalTests {
    @Test(
        arguments: [
            "", "../evil", "a/b", "Penguins", "penguins-", "-p", "a..b", "a b", "pingüin", ".",
            "a\u{0}b", String(repeating: "a", count: 101),
        ]
    )
    func `a name that is no name is a usage error`(name: String) {
        #expect(throws: RegistryError.invalidName(name)) { try ModelName(name) }
        #expect(RegistryError.invalidName(name).exitStatus == .usage)
    }

    @Test(arguments: ["penguins", "a", "a1.b-c_d", String(repeating: "a", count: 100)])
    func `a good name is taken as it is`(name: String) throws {
        #expect(try ModelName(name).description == name)
    }

    @Test func `a reference names model and version`() throws {
        #expect(try VersionReference("registry:penguins@production").version == "production")
        #expect(try VersionReference("penguins").version == "latest")
        #expect(try VersionReference("penguins@3").uri == "registry:penguins@3")
        for text in ["penguins@", "penguins@../x", "a@b@c"] {
            #expect(throws: RegistryError.self) { try VersionReference(text) }
        }
    }

    /// Adds something to a good model and expects that it is refused and nothing is stored.
    private func expectRefusal(
        _ status: RunDocument.ExitStatus,
        _ spoil: (FilePath) throws -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            try spoil(model.directory)
            var request = model.request
            request.run.model = nil
            #expect(sourceLocation: sourceLocation) {
                _ = try ModelStore.testing(scratch).register(request, .test)
            } throws: { error in
                (error as? any Failure)?.exitStatus == status
            }
            #expect(!Files.exists(scratch.appending("testing")), sourceLocation: sourceLocation)
        }
    }

    @Test func `links are refused`() async throws {
        try await expectRefusal(.dataFormat) { directory in
            #expect(symlink("/etc/passwd", directory.appending("link").string) == 0)
        }
        try await expectRefusal(.dataFormat) { directory in
            #expect(symlink("docs", directory.appending("linked").string) == 0)
        }
    }

    @Test func `what is no file is refused, and not waited for`() async throws {
        try await expectRefusal(.dataFormat) { directory in
            #expect(mkfifo(directory.appending("pipe").string, 0o644) == 0)
        }
    }

    @Test func `names with control characters are refused`() async throws {
        try await expectRefusal(.dataFormat) { directory in
            try Files.write(directory.appending("a\u{1B}[2Jb"), [])
        }
        try await expectRefusal(.dataFormat) { directory in
            try Files.write(directory.appending("two\nlines"), [])
        }
    }

    @Test func `names that are not UTF-8 are refused`() async throws {
        try await expectRefusal(.dataFormat) { directory in
            let name = directory.string.utf8CString.dropLast() + [0x2F, -1, -2, 0]
            #expect(Glibc.close(Glibc.open(Array(name), O_CREAT | O_WRONLY, 0o644)) == 0)
        }
    }

    @Test func `names that differ only in case or in composition are refused`() async throws {
        try await expectRefusal(.dataFormat) { try Files.write($0.appending("MODEL.ubj"), []) }
        try await expectRefusal(.dataFormat) { directory in
            try Files.write(directory.appending("caf\u{E9}"), [])
            try Files.write(directory.appending("cafe\u{301}"), [])
        }
    }

    @Test func `a pickle is refused, under its own name and under another`() async throws {
        for name in ["model.pkl", "model.joblib", "model.pt", "MODEL.PT"] {
            try await expectRefusal(.denied) { try Files.write($0.appending(name), [1]) }
        }
        let pickle: [UInt8] = [0x80, 0x04, 0x4E, UInt8(ascii: ".")]
        try await expectRefusal(.denied) { try Files.write($0.appending("weights.bin"), pickle) }
    }

    @Test func `a pickle is taken when the user says so`() async throws {
        try await withScratchDirectory { scratch in
            var model = try FakeModel(in: scratch)
            try Files.write(model.directory.appending("model.pkl"), [1])
            model.run = try FakeModel.run(of: model.directory, id: "run-1")
            var request = model.request
            request.allowUnsafe = true
            #expect(
                try ModelStore.testing(scratch).register(request, .test).outcome == .created
            )
        }
    }

    @Test func `an empty directory and a missing one are refused`() async throws {
        try await expectRefusal(.dataFormat) { directory in
            Files.removeTreeIfPossible(directory)
            try Files.makeDirectory(directory.appending("empty"))
        }
        try await expectRefusal(.missingInput) { Files.removeTreeIfPossible($0) }
        try await expectRefusal(.dataFormat) { directory in
            Files.removeTreeIfPossible(directory)
            try Files.write(directory, [1])
        }
    }

    @Test func `a manifest cannot lead out of the directory it is written to`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            let blobs = store.path.appending("blobs/sha256")
            var index = try JSONValue.read(store.index).canonicalText()
            let old = try #require(try store.resolve("1")).manifestDigest
            let evil = try JSONValue.read(blobs.appending(old.hex)).canonicalText()
                .replacing("docs/README.md", with: "../../README")
            let digest = Digest(of: evil.utf8)
            try Files.write(blobs.appending(digest.hex), evil.utf8)
            let size = try Digest.ofFile(blobs.appending(old.hex)).size
            index = index.replacing(old.hex, with: digest.hex)
                .replacing("\"size\":\(size)", with: "\"size\":\(evil.utf8.count)")
            try Files.replace(store.index, with: index.utf8)
            #expect {
                _ = try store.resolve("1")
            } throws: { error in
                guard case .hostilePath? = error as? RegistryError else { return false }
                return true
            }
        }
    }
}
