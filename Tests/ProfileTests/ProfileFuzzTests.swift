import Dataset
import Profile
import RunDocument
import TestSupport
import Testing

/// Seeded mutations of tables and profiles: an answer or an error with its status, nothing else.
@Suite struct ProfileFuzzTests {
    @Test func profilesOfDamagedProfiles() throws {
        let texts = [
            "a,b\n1,x\n2,y\n", "a\n\n", "d\n2020-01-01\n", "n\nnan\nInf\n0.5\n",
            "w,v\n" + (0..<40).map { "\($0 % 7),t\($0)\n" }.joined(),
        ]
        let samples = try texts.map { text in
            Array(
                try ProfileScan.run([.bytes(Array(text.utf8), name: "t.csv")]).json.canonicalText()
                    .utf8)
        }
        // Profiles hold sketches that are mostly zeros: the mutations go to what comes before them.
        var mutation = Mutation(seed: 21)
        var refused = 0
        for round in 0..<6_000 {
            let bytes = mutation.damage(samples[round % samples.count], words: Mutation.json)
            do {
                let profile = try TableProfile(json: JSONValue(parsing: bytes))
                var twice = profile
                try twice.merge(profile)
                _ = profile.json.canonicalText()
            } catch let error as any Failure {
                if error.exitStatus != .dataFormat { Issue.record("\(error)") }
                refused += 1
            }
        }
        #expect((1_000..<6_000).contains(refused))
    }

    private static let tables = [
        "a,b,c\n1,x,2020-01-01\n-2.5e3,\"y, \"\"z\"\"\",10:00\r\n,NA,true\n",
        "\u{FEFF}name\ttext\n1\t\"two\nlines\"\n\n007\t\n", "\"a\"\r\"b\"\r\"\"\r",
        "a;b\n1;2\n3;4;5\n6\n", "a,b\n\n\n\"\",\"\"\n,\n",
    ]
    private static let objects = [
        "{\"a\":1,\"b\":\"x\"}\n{\"b\":null,\"c\":[1]}\n",
        "{}\n\n{\"a\":-1.5e-3,\"\\u00e9\":true}\r\n",
    ]

    @Test(arguments: ["t.csv", "t.tsv", "t.jsonl", "t"])
    func tables(name: String) throws {
        let samples = (name == "t.jsonl" ? Self.objects : Self.tables).map { Array($0.utf8) }
        var mutation = Mutation(seed: 22)
        var read = 0
        for round in 0..<3_000 {
            let bytes = mutation.damage(samples[round % samples.count], words: Mutation.csv)
            var options = ReadingOptions()
            options.blockSize = [1, 5, 64, 1 << 19][round % 4]
            do {
                let profile = try ProfileScan.run(
                    [.bytes(bytes, name: name)], options: options, threads: 1 + round % 2)
                for column in profile.columns
                where column.missing > profile.rows || column.present < 0 {
                    Issue.record("\(bytes)")
                }
                read += 1
            } catch let error as DatasetError {
                if error.exitStatus != .dataFormat { Issue.record("\(error)") }
            }
        }
        #expect((100..<3_000).contains(read))
    }
}

/// Damages bytes, by seed.
struct Mutation {
    static let csv = [",", "\"", "\n", "\r\n", "\t", "\0", "é", "{", "1e999", "-", "\u{FEFF}"].map {
        Array($0.utf8)
    }
    static let json = [
        "{", "}", "[", "]", "\"", ":", ",", "-1", "null", "1e999", "4294967296", "A",
    ].map { Array($0.utf8) }

    private var generator: SplitMix

    init(seed: UInt64) { generator = SplitMix(seed: seed) }

    /// Flips, cuts, doubles or replaces some bytes, up to four times.
    mutating func damage(_ bytes: [UInt8], words: [[UInt8]]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(generator.next() % 4) where !bytes.isEmpty {
            let place = Int(generator.next() % UInt64(bytes.count))
            let end = min(bytes.count, place + Int(generator.next() % 12))
            switch generator.next() % 7 {
            case 0: bytes[place] ^= 1 << (generator.next() % 8)
            case 1: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4: bytes.removeLast(bytes.count - place)
            case 5:
                bytes.replaceSubrange(
                    place..<end, with: words.randomElement(using: &generator) ?? [])
            default:
                bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: place)
            }
        }
        return bytes
    }
}
