import Dataset
import Profile
import RunDocument
import TestSupport
import Testing

/// The laws by which profiles of parts are those of the whole.
@Suite struct ProfileMergeTests {
    private static let header = "id,amount,word,day,flag,mixed"

    /// Rows of numbers, texts, dates and holes.
    private static func rows(_ count: Int, seed: UInt64) -> [String] {
        var generator = SplitMix(seed: seed)
        return (0..<count).map { row in
            let amount = generator.unit() < 0.2 ? "" : "\(Double(generator.zipf(5_000)) / 8)"
            let word = ["ab", "c", "é", "\"a, b\"", "\"x\"\"y\"", "NA"].randomElement(
                using: &generator)
            let day = "20\(10 + generator.zipf(80))-0\(1 + Int(generator.next() % 9))-11"
            let mixed = ["1", "-0", "0", "nan", "INF", "-inf", "x", "007"].randomElement(
                using: &generator)
            return "\(row),\(amount),\(word ?? ""),\(day),\(row % 3 == 0),\(mixed ?? "")"
        }
    }

    private static func profile(
        _ rows: some Sequence<String>, threads: Int = 1, blockSize: Int = 1 << 19
    )
        throws -> TableProfile
    {
        let text = ([header] + rows).joined(separator: "\n") + "\n"
        var options = ReadingOptions()
        options.blockSize = blockSize
        return try ProfileScan.run(
            [.bytes(Array(text.utf8), name: "t.csv")], options: options, threads: threads)
    }

    private static func text(_ profile: TableProfile) -> String { profile.json.canonicalText() }

    private static func merged(_ parts: [TableProfile]) throws -> TableProfile {
        var whole = parts[0]
        for part in parts.dropFirst() { try whole.merge(part) }
        return whole
    }

    @Test func partsOfEverySplit() throws {
        let rows = Self.rows(60, seed: 1)
        let whole = Self.text(try Self.profile(rows))
        for split in 0...rows.count {
            let parts = [rows[..<split], rows[split...]].map(Array.init)
            let profiles = try parts.map { try Self.profile($0) }
            if Self.text(try Self.merged(profiles)) != whole { Issue.record("split at \(split)") }
            if Self.text(try Self.merged(profiles.reversed())) != whole {
                Issue.record("split at \(split), the other way round")
            }
        }
    }

    @Test(arguments: 1...5)
    func upToFiveParts(number: Int) throws {
        let rows = Self.rows(400, seed: 2)
        let whole = Self.text(try Self.profile(rows))
        var generator = SplitMix(seed: UInt64(number))
        for _ in 0..<20 {
            let parts = try generator.parts(of: rows.count, into: number).map {
                try Self.profile(rows[$0])
            }
            #expect(Self.text(try Self.merged(parts)) == whole)
            // A tree instead of a list.
            var tree = parts
            while tree.count > 1 {
                let last = tree.removeLast()
                try tree[tree.count - 1].merge(last)
            }
            #expect(Self.text(tree[0]) == whole)
        }
    }

    @Test func nothingIsTheIdentity() throws {
        let some = try Self.profile(Self.rows(50, seed: 3))
        let none = TableProfile(columns: [])
        let header = try Self.profile([])
        for (left, right) in [(some, none), (none, some), (some, header), (header, some)] {
            #expect(Self.text(try Self.merged([left, right])) == Self.text(some))
        }
        #expect(Self.text(try Self.merged([none, none])) == Self.text(none))
    }

    @Test func columnsThatOneLacksAreMissingThere() throws {
        let left = try ProfileScan.run([.bytes(Array("a,b\n1,x\n2,y\n".utf8), name: "1.csv")])
        let right = try ProfileScan.run([.bytes(Array("b,c\nx,3\n".utf8), name: "2.csv")])
        let both = try Self.merged([left, right])
        #expect(both.columns.map(\.name) == ["a", "b", "c"])
        #expect(both.columns.map(\.missing) == [1, 0, 2])
        let scanned = try ProfileScan.run([
            .bytes(Array("a,b\n1,x\n2,y\n".utf8), name: "1.csv"),
            .bytes(Array("b,c\nx,3\n".utf8), name: "2.csv"),
        ])
        #expect(scanned.columns.map(\.missing) == both.columns.map(\.missing))
        #expect(scanned.columns.map(\.texts.count) == both.columns.map(\.texts.count))
    }

    /// More distinct values than are kept: exact parts agree exactly, sketches within their errors.
    @Test func sketchesOfParts() throws {
        var generator = SplitMix(seed: 5)
        let rows = (0..<90_000).map { _ in
            "\(generator.unit()),\(generator.zipf(1e6)),w\(generator.next() % 30_000),,true,1"
        }
        let whole = try Self.profile(rows, blockSize: 1 << 16)
        let parts = try generator.parts(of: rows.count, into: 4).map { try Self.profile(rows[$0]) }
        let merged = try Self.merged(parts)
        #expect(merged.rows == whole.rows)
        let distinct = [
            Set(rows.map { $0.split(separator: ",")[0] }).count, 0,
            Set(rows.map { $0.split(separator: ",")[2] }).count,
        ]
        for index in whole.columns.indices {
            let (left, right) = (merged.columns[index], whole.columns[index])
            #expect(left.missing == right.missing)
            #expect(left.type == right.type)
            #expect(left.numbers.count == right.numbers.count)
            #expect(left.numbers.integers == right.numbers.integers)
            #expect(left.numbers.minimum == right.numbers.minimum)
            #expect(left.numbers.maximum == right.numbers.maximum)
            #expect(left.texts.count == right.texts.count)
            #expect(left.texts.meanLength == right.texts.meanLength)
            #expect(left.distinct == right.distinct)
            if let mean = left.numbers.mean, let other = right.numbers.mean {
                #expect(abs(mean - other) <= 1e-12 * abs(other))
            }
            if index == 0 || index == 2 {
                #expect(!left.distinct.isExact)
                let exact = Double(distinct[index])
                #expect(abs(left.distinct.value - exact) < 4 * left.distinct.standardError)
            }
        }
        let sorted = rows.compactMap { row in Double(row.prefix { $0 != "," }) }.sorted()
        for profile in [merged, whole] {
            let numbers = profile.columns[0].numbers
            #expect(numbers.rankError > 0)
            for share in [0.01, 0.25, 0.5, 0.75, 0.99] {
                let value = try #require(numbers.quantile(share))
                let rank = Double(sorted.partitioningIndex { $0 >= value }) / Double(sorted.count)
                #expect(abs(rank - share) <= 2 * numbers.rankError)
            }
        }
        let again = try TableProfile(json: JSONValue(parsing: Self.text(merged)))
        #expect(Self.text(again) == Self.text(merged))
    }

    @Test(arguments: [2, 3, 8])
    func threadsDoNotMatter(threads: Int) throws {
        let rows = Self.rows(5_000, seed: 6)
        let one = Self.text(try Self.profile(rows, blockSize: 4096))
        #expect(Self.text(try Self.profile(rows, threads: threads, blockSize: 4096)) == one)
    }

    @Test func profilesOfOtherSchemasAreRefused() throws {
        let bytes = Array("a\n1\n".utf8)
        let schema = TableSchema(fields: [TableField(name: "a", type: .integer)])
        var left = try ProfileScan.run(
            [.bytes(bytes, name: "t.csv")], schema: schema, schemaDigest: "sha256:1")
        let right = try ProfileScan.run(
            [.bytes(bytes, name: "t.csv")], schema: schema, schemaDigest: "sha256:2")
        #expect(throws: ProfileError.otherSchema) { try left.merge(right) }
        #expect(throws: ProfileError.otherSchema) {
            try left.merge(ProfileScan.run([.bytes(bytes, name: "t.csv")]))
        }
        let wide = (0..<100).map { "c\($0)" }.joined(separator: ",")
        var narrow = try ProfileScan.run([.bytes(bytes, name: "t.csv")])
        let other = try ProfileScan.run([.bytes(Array("\(wide)\n1\n".utf8), name: "t.csv")])
        #expect(throws: ProfileError.self) { try narrow.merge(other) }
    }
}

extension [Double] {
    /// The first place from which on a test holds, which holds for all behind one for which it does.
    fileprivate func partitioningIndex(_ test: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if test(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
