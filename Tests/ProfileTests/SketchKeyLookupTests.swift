import Profile
import SystemPackage
import TestSupport
import Testing

@Suite struct SketchKeyLookupTests {
    private func finished(_ keys: Range<Int>, in scratch: FilePath, memory: Int = 32 << 20) throws
        -> FinishedKeys
    {
        let set = KeySet(scratch: scratch, memoryLimit: memory, examples: 3)
        for (row, key) in keys.enumerated() { try set.insert(hash: hash(key), row: 2 * row) }
        // Each key once more.
        for (row, key) in keys.enumerated() { try set.insert(hash: hash(key), row: 2 * row + 1) }
        return try set.finish()
    }

    private func hash(_ key: Int) -> UInt128 { ByteHash.standard.hash128(Array("\(key)".utf8)) }

    @Test(arguments: [0, 1, 2, 7, 100, 5000])
    func findsWhatIsThereAndNothingElse(count: Int) async throws {
        try await withScratchDirectory { scratch in
            let lookup = try #require(KeyLookup(finished(0..<count, in: scratch)))
            #expect((0..<count).allSatisfy { lookup.contains(hash($0)) })
            #expect(!(count..<count + 5000).contains { lookup.contains(hash($0)) })
        }
    }

    @Test func keysOnDiskAreNotLookedUp() async throws {
        try await withScratchDirectory { scratch in
            let keys = try finished(0..<3000, in: scratch, memory: 1 << 13)
            #expect(KeyLookup(keys) == nil)
        }
    }

    @Test(arguments: [1 << 13, 32 << 20], [1 << 13, 32 << 20])
    func findsTheRowsThatAnotherTableDoesNotHave(memory: Int, otherMemory: Int) async throws {
        try await withScratchDirectory { scratch in
            let mine = try finished(0..<3000, in: scratch, memory: memory)
            let others = try finished(10..<2990, in: scratch, memory: otherMemory)
            let missing = try mine.rows(missingIn: others)
            #expect(missing.count == 40)
            #expect(missing.rows == [0, 2, 4])
            #expect(try others.rows(missingIn: mine).count == 0)
            let none = try finished(0..<0, in: scratch, memory: otherMemory)
            #expect(try mine.rows(missingIn: none).count == 6000)
        }
    }
}
