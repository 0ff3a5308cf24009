import FileStorage
import Glibc
import Registry
import SystemPackage
import TestSupport
import Testing

/// A file that cannot be looked at is not one that is absent: where an index was taken for absent,
/// an empty one was written over it.
@Suite struct UnreadableTests {
    /// Of a link to itself nobody can say where it leads.
    private func makeLoop(_ path: FilePath) throws {
        Files.removeTreeIfPossible(path)
        try #require(symlink(path.lastComponent?.string ?? "", path.string) == 0)
    }

    @Test func `only what is known to be absent is absent`() async throws {
        try await withScratchDirectory { scratch in
            let (file, link, loop) = (
                scratch.appending("file"), scratch.appending("link"), scratch.appending("loop")
            )
            try Files.write(file, [])
            try #require(symlink("nowhere", link.string) == 0)
            try makeLoop(loop)
            #expect(try Files.isPresent(file))
            #expect(try Files.isPresent(link))
            #expect(try !Files.isPresent(scratch.appending("other")))
            #expect(try !Files.isPresent(file.appending("below")))
            #expect(throws: StorageError.self) { try Files.isPresent(loop.appending("below")) }
        }
    }

    @Test func `an index that cannot be looked at is not an empty one`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            try makeLoop(store.path)
            #expect(throws: StorageError.self) { try store.versions() }
            #expect(throws: StorageError.self) { try store.exists }
            #expect(throws: StorageError.self) { try ModelStore.models(in: store.root) }
            #expect(throws: StorageError.self) {
                try store.collect(isRehearsal: false, .test)
            }
        }
    }

    @Test func `a log that cannot be looked at is not an empty one`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            try makeLoop(store.path.appending(".mlx"))
            #expect(try store.versions().count == 3)
            #expect(throws: StorageError.self) { try store.history() }
        }
    }
}
