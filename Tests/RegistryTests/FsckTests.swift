import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

extension FsckReport {
    /// What is wrong and was not put right, as text for a failing test.
    var damages: [String] {
        findings.filter(\.isDamage).map { "\($0.place): \($0.message)" }
    }
}

@Suite struct FsckTests {
    @Test func `a registry that was only used is clean`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            for store in [registry.testing, registry.production] {
                let report = try store.fsck()
                #expect(report.findings == [])
                #expect(report.blobs == Set(try Files.names(in: store.blobDirectory)).count)
            }
            #expect(try registry.testing.fsck().versions == 3)
            #expect(try registry.production.fsck().records == 4)
        }
    }

    /// Whether the next command puts right what is cut off at the end of the log.
    private func isPending(_ path: FilePath, _ damage: Damage) -> Bool {
        path.lastComponent?.string == "audit.jsonl" && damage == .shortened
    }

    @Test(arguments: Damage.allCases)
    func `damage to any file is named, and nothing else is changed`(damage: Damage) async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            let before = try KeptRegistry.snapshot(of: store)
            for path in try KeptRegistry.files(of: store) {
                let bytes = try Files.read(path)
                try damage.hit(path)
                let report = try store.fsck()
                if isPending(path, damage) {
                    #expect(report.isClean, "\(report.damages)")
                    #expect(report.findings.map(\.line) == [4])
                } else if ["oci-layout", "index.json"].contains(path.lastComponent?.string),
                    damage == .extended
                {
                    // A space after JSON says nothing else.
                    #expect(report.findings.map(\.path) == [path.string])
                } else {
                    #expect(!report.isClean, "\(path)")
                    #expect(names(path, report), "\(path): \(report.damages)")
                }
                try damage.mend(path, bytes)
            }
            #expect(try KeptRegistry.snapshot(of: store) == before)
            #expect(try store.fsck().findings == [])
        }
    }

    /// A file of a served version is named by its directory, and a byte of the index that belongs
    /// to a digest by the blob that is not there.
    private func names(_ path: FilePath, _ report: FsckReport) -> Bool {
        report.findings.filter(\.isDamage).contains { finding in
            path.string == finding.path
                || path.string.hasPrefix("\(finding.path)/") && finding.subject == .serving
                || path.lastComponent?.string == "index.json" && finding.subject == .blob
        }
    }

    @Test func `no byte of the index or of the log can change unseen`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            try store.setAlias("champion", to: "1", .test)
            for path in [store.index, store.audit, store.path.appending("oci-layout")] {
                let bytes = try Files.read(path)
                for position in bytes.indices {
                    var changed = bytes
                    changed[position] ^= 1 << UInt8(position % 7)
                    try Files.replace(path, with: changed)
                    let text = String(
                        decoding: changed[max(0, position - 20)...].prefix(40), as: UTF8.self)
                    #expect(try !store.fsck().isClean, "\(path) \(position): \(text)")
                }
                try Files.replace(path, with: bytes)
            }
        }
    }

    @Test func `each of many damages is named in one run`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let names = try Files.names(in: store.blobDirectory)
            for name in names {
                let path = store.blobDirectory.appending(name)
                try Files.replace(path, with: try Files.read(path) + [0])
            }
            try Files.write(store.path.appending("stray"), [])
            try Files.write(store.blobDirectory.appending("not-a-digest"), [])
            let paths = Set(try store.fsck().findings.map(\.path))
            #expect(paths.isSuperset(of: names.map { store.blobDirectory.appending($0).string }))
            #expect(paths.contains(store.path.appending("stray").string))
            #expect(paths.contains(store.blobDirectory.appending("not-a-digest").string))
        }
    }

    @Test func `what a crash leaves is noted and no damage`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            let orphan = Array("orphan".utf8)
            let paths = [
                store.path.appending(".mlx/tmp/left"),
                store.blobDirectory.appending(Digest(of: orphan).hex),
                store.path.appending(".oci-layout.12.34"),
            ]
            for path in paths { try Files.write(path, orphan) }
            Files.removeIfPossible(store.path.appending(".mlx/current"))
            let report = try store.fsck()
            #expect(report.isClean, "\(report.damages)")
            #expect(
                Set(report.findings.map(\.path))
                    == Set((paths + [store.path.appending(".mlx/current")]).map(\.string))
            )
        }
    }

    @Test func `a first registration that was killed left nothing wrong`() async throws {
        try await withScratchDirectory { scratch in
            let store = try ModelStore.testing(scratch)
            try Files.makeDirectory(store.blobDirectory)
            #expect(try store.fsck().isClean)
            try Files.makeDirectory(store.path.appending(".mlx/tmp"))
            try Files.write(store.blobDirectory.appending(Digest(of: [1]).hex), [1])
            #expect(try store.fsck().isClean)
            try FakeModel(in: scratch).register(in: scratch)
            #expect(try store.fsck().isClean)
        }
    }

    @Test func `a blob that is larger than it is said to be is the descriptor's fault`()
        async throws
    {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            let size = try #require(try store.resolve("1")).files[0].size
            let text = String(decoding: try Files.read(store.index), as: UTF8.self)
            let entry = try #require(text.firstMatch(of: /"size":(\d+)/)).1
            try Files.replace(
                store.index, with: text.replacing("\"size\":\(entry)", with: "\"size\":7").utf8)
            let damages = try store.fsck().findings.filter { $0.subject == .descriptor }
            #expect(size != 7)
            #expect(damages.allSatisfy { $0.path == store.index.string } && !damages.isEmpty)
        }
    }
}

extension ModelStore {
    var blobDirectory: FilePath { path.appending("blobs/sha256") }
}
