import FileStorage
import Profile
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct SketchKeySetTests {
    private static func hash(_ key: Int) -> UInt128 {
        ByteHash.standard.hash128(Array("\(key)".utf8))
    }

    private func finished(
        _ keys: [(row: Int, key: Int)], in scratch: FilePath, memory: Int
    ) throws -> FinishedKeys {
        let set = KeySet(scratch: scratch, memoryLimit: memory)
        for (row, key) in keys { try set.insert(hash: Self.hash(key), row: row) }
        return try set.finish()
    }

    /// What a dictionary says: how many rows are repeated, and the first ten.
    private func expected(_ keys: [(row: Int, key: Int)]) -> (count: Int, rows: [[Int]]) {
        var (first, repeated) = ([Int: Int](), [[Int]]())
        for (row, key) in keys.sorted(by: { $0.row < $1.row }) {
            if let seen = first[key] { repeated.append([row, seen]) } else { first[key] = row }
        }
        return (repeated.count, Array(repeated.prefix(10)))
    }

    private static func keys(
        _ count: Int, of distinct: Int, _ seed: UInt64
    ) -> [(row: Int, key: Int)] {
        var generator = SplitMix(seed: seed)
        return (0..<count).map { ($0, Int(generator.next() % UInt64(distinct))) }
    }

    @Test(arguments: [1, 1 << 14, 1 << 17, 32 << 20], [100, 30_000, 100_000_000])
    func findsRepeatedRowsWhateverSpills(memory: Int, distinct: Int) async throws {
        try await withScratchDirectory { scratch in
            var generator = SplitMix(seed: 1)
            let size = memory < 1 << 14 ? 3000 : 40_000
            let keys = Self.keys(size, of: distinct, 5)
            let expected = expected(keys)
            for order in [keys, keys.shuffled(using: &generator)] {
                let finished = try finished(order, in: scratch, memory: memory)
                #expect(finished.repeatedCount == expected.count)
                #expect(finished.repeatedRows.map { [$0.row, $0.firstRow] } == expected.rows)
                #expect(finished.rowCount == size)
                #expect(finished.distinctCount == Set(keys.map(\.key)).count)
            }
            #expect(try Files.names(in: scratch) == [])
        }
    }

    @Test(arguments: [1 << 13, 32 << 20], [1 << 13, 32 << 20])
    func findsTheRowsOfAnotherTable(memory: Int, otherMemory: Int) async throws {
        try await withScratchDirectory { scratch in
            let (mine, others) = (Self.keys(9000, of: 20_000, 1), Self.keys(7000, of: 20_000, 2))
            let shared = try finished(mine, in: scratch, memory: memory)
                .rows(in: finished(others, in: scratch, memory: otherMemory))
            let firstOther = Dictionary(others.map { ($0.key, $0.row) }) { first, _ in first }
            let firstMine = Dictionary(mine.map { ($0.key, $0.row) }) { first, _ in first }
            #expect(shared.count == mine.count { firstOther[$0.key] != nil })
            let rows = mine.compactMap { row, key in
                firstMine[key] == row ? firstOther[key].map { [row, $0] } : nil
            }
            #expect(shared.rows.map { [$0.row, $0.otherRow] } == Array(rows.prefix(10)))
        }
    }

    @Test func saysAtOnceWhatItKnows() async throws {
        try await withScratchDirectory { scratch in
            let set = KeySet(scratch: scratch, memoryLimit: 1 << 13)
            #expect(try set.insert(hash: Self.hash(0), row: 0) == false)
            #expect(try set.insert(hash: Self.hash(0), row: 1) == true)
            for row in 2..<1000 { try set.insert(hash: Self.hash(row), row: row) }
            #expect(try set.insert(hash: Self.hash(999), row: 1000) == true)
            #expect(try set.insert(hash: Self.hash(0), row: 1001) == nil)
            #expect(try set.finish().repeatedRows.map(\.row) == [1, 1000, 1001])
            #expect(try set.finish().rowCount == 0)
        }
    }

    @Test func namesTheDirectoryThatCannotBeUsed() throws {
        let set = KeySet(scratch: "/nonexistent/scratch", memoryLimit: 1 << 12)
        let expected = ProfileError.scratch(
            directory: "/nonexistent/scratch", .noSuchFileOrDirectory)
        #expect(throws: expected) {
            for row in 0..<1000 { try set.insert(hash: Self.hash(row), row: row) }
        }
        #expect(expected.exitStatus.code == 74)
        #expect(
            expected.description
                == "cannot keep temporary data in '/nonexistent/scratch': No such file or directory"
        )
    }
}
