import Dataset
import Profile
import RunDocument
import TestSupport
import Testing

/// Profiles without the values of some columns: what is left works as before.
@Suite struct RedactionTests {
    private static let personal: Set<String> = ["id", "mail", "mixed"]

    /// - Parameter distinct: of each redacted column.
    private static func rows(_ count: Int, distinct: Int, seed: UInt64) -> [String] {
        var generator = SplitMix(seed: seed)
        return (0..<count).map { _ in
            let person = Int(generator.next() % UInt64(distinct))
            let mixed = generator.unit() < 0.5 ? "\(person)" : "tel. \(person)"
            return "\(7_000_000 + person),p\(person)@example.org,\(mixed),\(person % 7)"
        }
    }

    private static func profile(_ rows: some Sequence<String>) throws -> TableProfile {
        let text = (["id,mail,mixed,plain"] + rows).joined(separator: "\n") + "\n"
        return try ProfileScan.run([.bytes(Array(text.utf8), name: "t.csv")])
    }

    private static func stored(_ rows: some Sequence<String>) throws -> TableProfile {
        let redacted = try profile(rows).redacting(personal)
        return try TableProfile(json: JSONValue(parsing: redacted.json.canonicalText().utf8))
    }

    @Test(arguments: [50, 30_000])
    func countsStay(distinct: Int) throws {
        let rows = Self.rows(60_000, distinct: distinct, seed: 1)
        let (open, redacted) = (try Self.profile(rows), try Self.stored(rows))
        #expect(redacted.redactedColumns == Self.personal)
        for (before, after) in zip(open.columns, redacted.columns) {
            #expect(after.missing == before.missing)
            #expect(after.present == before.present)
        }
        let mail = try #require(redacted["mail"])
        #expect(mail.distinct == open["mail"]?.distinct)
        #expect(mail.texts.frequent.map(\.count) == open["mail"]?.texts.frequent.map(\.count))
        #expect(mail.texts.frequent.allSatisfy { $0.value.hasPrefix("redacted:") })
        #expect(mail.texts.minimumLength == nil)
        let id = try #require(redacted["id"])
        #expect(id.numbers.count == 0 && id.numbers.minimum == nil)
        let expected = try #require(open["id"]?.distinct.value)
        #expect(abs(id.distinct.value - expected) <= 0.04 * expected)
        #expect(redacted["plain"]?.numbers.counts == open["plain"]?.numbers.counts)
        #expect(redacted.distinctRows == open.distinctRows)
    }

    @Test(arguments: [50, 30_000])
    func mergedPartsAreTheWhole(distinct: Int) throws {
        let rows = Self.rows(60_000, distinct: distinct, seed: 2)
        let whole = try Self.stored(rows)
        for cut in [5, 900, 31_000] {
            var merged = try Self.stored(rows[..<cut])
            try merged.merge(Self.stored(rows[cut...]))
            for (one, other) in zip(whole.columns, merged.columns) {
                #expect(one.distinct == other.distinct, "\(one.name) at \(cut)")
                #expect(one.texts.count == other.texts.count)
            }
            #expect(merged.sample == whole.sample)
            if distinct == 50 { #expect(merged.json == whole.json) }
        }
    }

    /// In one part a value was found that tells of a person, in the other there is none.
    @Test func mergesWithWhatIsNotRedacted() throws {
        let rows = Self.rows(2_000, distinct: 60, seed: 3)
        let whole = try Self.stored(rows)
        var first = try Self.stored(rows[..<700])
        try first.merge(Self.profile(rows[700...]))
        #expect(first.json == whole.json)
        var last = try Self.profile(rows[..<700])
        try last.merge(Self.stored(rows[700...]))
        #expect(last.json == whole.json)
    }

    @Test func alignsBothSides() throws {
        let rows = Self.rows(500, distinct: 20, seed: 4)
        let (left, right) = try TableProfile.aligned(Self.profile(rows), Self.stored(rows))
        #expect(left.json == right.json)
        #expect(left.redactedColumns == Self.personal)
    }

    @Test func redactsOnce() throws {
        let once = try Self.stored(Self.rows(300, distinct: 20, seed: 5))
        #expect(try once.redacting(Self.personal).json == once.json)
    }
}
