import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Damage beyond that of `FsckTests`: every length of a file, other bytes at its end, lock files,
/// and what looks right by itself.
@Suite struct CorruptionTests {
    @Test func `no beginning of a file is taken for the whole`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            try store.setAlias("champion", to: "1", .test)
            for path in [store.index, store.audit, store.path.appending("oci-layout")] {
                let bytes = try Files.read(path)
                let record = bytes.dropLast().lastIndex(of: 0x0A) ?? 0
                for count in bytes.indices {
                    try Files.replace(path, with: bytes.prefix(count))
                    let report = try store.fsck()
                    // A crash may cut the last record off; the next command writes it.
                    let isPending = path == store.audit && count > record
                    #expect(report.isClean == isPending, "\(path) \(count): \(report.damages)")
                    #expect(report.findings.contains { $0.path == path.string })
                }
                try Files.replace(path, with: bytes)
            }
            #expect(try store.fsck().findings == [])
        }
    }

    @Test(arguments: ["x", "{}", "\n{}", "\u{0}", "\n\n"])
    func `no file has anything behind its end`(text: String) async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            for path in try KeptRegistry.files(of: store) {
                let bytes = try Files.read(path)
                try Files.replace(path, with: bytes + text.utf8)
                let report = try store.fsck()
                let isSpace = text == "\n\n" && path.extension == "json"
                let isMarker = text == "\n\n" && path.lastComponent?.string == "oci-layout"
                // Space behind JSON says nothing else, and is only noted.
                #expect(report.isClean == (isSpace || isMarker), "\(path): \(report.damages)")
                #expect(
                    report.findings.contains { path.string.hasPrefix($0.path) }, "\(path)")
                try Files.replace(path, with: bytes)
            }
            #expect(try store.fsck().findings == [])
        }
    }

    @Test(arguments: ["lock", "gc.lock"])
    func `a lock file that is none is named`(name: String) async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            let path = store.path.appending(".mlx/\(name)")
            // One that is missing is made by the next command.
            Files.removeIfPossible(path)
            #expect(try store.fsck().findings == [])
            try Files.write(path, [0x20])
            let filled = try store.fsck()
            #expect(filled.isClean && filled.findings.map(\.path) == [path.string])
            Files.removeIfPossible(path)
            try Files.makeDirectory(path)
            let report = try? store.fsck()
            #expect(report?.isClean != true)
            Files.removeTreeIfPossible(path)
        }
    }

    @Test(arguments: ["blobs", "blobs/sha256", ".mlx", ".mlx/tmp", ".mlx/serving"])
    func `a directory that is gone is named, with what was in it`(name: String) async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            let path = store.path.appending(name)
            try Files.rename(path, to: scratch.appending("away"))
            let report = try store.fsck()
            #expect(
                report.findings.contains {
                    $0.path.hasPrefix(path.string) || $0.path.hasPrefix("\(store.path)/.mlx")
                }, "\(report.findings.map(\.path))")
            // The files of a service can be made again, and a directory for what is unfinished too.
            #expect(!report.isClean || name == ".mlx/serving")
            try Files.rename(scratch.appending("away"), to: path)
            #expect(try store.fsck().findings == [])
        }
    }

    @Test func `an older index beside a newer log is named`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            let (index, log) = (try Files.read(store.index), try Files.read(store.audit))
            try FakeModel(in: scratch, weight: "two").register(in: scratch)
            let newer = try Files.read(store.index)
            try Files.replace(store.index, with: index)
            #expect(try store.fsck().damages.contains { $0.contains("audit.jsonl") })
            // Nothing is written after that.
            let third = try FakeModel(in: scratch, weight: "three")
            #expect(throws: RegistryError.brokenAudit(path: store.audit.string)) {
                try third.register(in: scratch)
            }
            // And one that is older by one record.
            try Files.replace(store.index, with: newer)
            try third.register(in: scratch)
            try Files.replace(store.index, with: newer)
            #expect(try !store.fsck().isClean)
            try Files.replace(store.audit, with: log)
            // Both of the same moment are a registry of that moment: only a checkpoint shows it.
            try Files.replace(store.index, with: index)
            #expect(try store.fsck().isClean)
        }
    }

    @Test func `a version that is exchanged for another is named`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let text = String(decoding: try Files.read(store.index), as: UTF8.self)
            let (one, two) = (try store.require("1"), try store.require("2"))
            let exchanged = text.replacing(one.manifestDigest.hex, with: "X")
                .replacing(two.manifestDigest.hex, with: one.manifestDigest.hex)
                .replacing("X", with: two.manifestDigest.hex)
            try Files.replace(store.index, with: exchanged.utf8)
            let damages = try store.fsck().damages
            #expect(damages.contains { $0.contains("'1' stands on") }, "\(damages)")
            #expect(damages.contains { $0.contains("'2' stands on") }, "\(damages)")
        }
    }
}
