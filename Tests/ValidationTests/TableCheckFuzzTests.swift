import Dataset
import RunDocument
import TestSupport
import Testing
import Validation

/// Seeded mutations of schemas, tables and packed tables: findings or an error with its status.
@Suite struct TableCheckFuzzTests {
    private static let schemas = [
        #"{"fields":[{"name":"a","type":"integer","constraints":{"required":true,"minimum":1}},{"name":"b","type":"string","constraints":{"enum":["x","y"],"pattern":"[a-z]+"}}],"primaryKey":["a"]}"#,
        #"{"fields":[{"name":"a","type":"number","decimalChar":",","groupChar":"."},{"name":"b","type":"date","format":"%d.%m.%Y"}],"missingValues":["","-"],"fieldsMatch":"subset"}"#,
        #"{"fields":[{"name":"a","type":"any","constraints":{"unique":true}},{"name":"b","type":"boolean","trueValues":["j"]}],"mlx:dataset":{"version":1,"rowCount":{"min":1}}}"#,
        #"{"fields":[{"name":"a","type":"duration"},{"name":"b","type":"geopoint"}],"uniqueKeys":[["a","b"]]}"#,
    ]
    private static let tables = [
        "a,b\n1,x\n2,y\n2,z\n,\n", "b,a\n01.02.2020,\"1.234,5\"\n-,x\n", "a,b\nP1D,\"1,2\"\nj,j\n",
        "{\"a\":1,\"b\":\"x\"}\n{\"b\":null}\n",
    ]
    private static let words = [
        "{", "}", "[", "]", "\"", ":", ",", "-1", "null", "true", "1e999", "\n", "é", "(", "*",
        "\"type\"", "\"constraints\"", "9223372036854775807", "\0",
    ].map { Array($0.utf8) }

    /// - Returns: whether the table could be checked.
    private func check(_ schema: [UInt8], _ table: [UInt8], _ round: Int) throws -> Bool {
        do {
            var request = ValidationRequest()
            request.options.blockSize = [3, 64, 1 << 19][round % 3]
            request.threads = 1 + round % 2
            let report = try TableCheck.run(
                [.bytes(table, name: "t")], schema: TableSchema.parse(schema, name: "s.json"),
                request)
            _ = report.checks.map(\.status)
            return true
        } catch let error as any Failure {
            if ![.dataFormat, .configuration].contains(error.exitStatus) {
                Issue.record("\(error) has the status \(error.exitStatus)")
            }
            return false
        }
    }

    @Test func damagedSchemas() throws {
        var random = SplitMix(seed: 31)
        var checked = 0
        for round in 0..<6_000 {
            let schema = random.damage(Array(Self.schemas[round % 4].utf8), Self.words)
            if try check(schema, Array(Self.tables[round / 4 % 4].utf8), round) { checked += 1 }
        }
        #expect((300..<6_000).contains(checked))
    }

    @Test func damagedTables() throws {
        var random = SplitMix(seed: 32)
        var checked = 0
        for round in 0..<6_000 {
            let table = random.damage(Array(Self.tables[round % 4].utf8), Self.words)
            if try check(Array(Self.schemas[round / 4 % 4].utf8), table, round) { checked += 1 }
        }
        #expect((1_000..<6_000).contains(checked))
    }

    /// `a,b`, `1,x`, `2,y`, packed by gzip.
    private static let packed: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0xd4, 0x49, 0xe2, 0x32,
        0xd4,
        0xa9, 0xe0, 0x32, 0xd2, 0xa9, 0xe4, 0x02, 0x00, 0xc2, 0x96, 0x7e, 0x9d, 0x0c, 0x00, 0x00,
        0x00,
    ]

    @Test func damagedPackedTables() throws {
        var random = SplitMix(seed: 33)
        var checked = 0
        for round in 0..<4_000 {
            let bytes = round % 50 == 0 ? Self.packed : random.damage(Self.packed, Self.words)
            if try check(Array(Self.schemas[0].utf8), bytes, round) { checked += 1 }
        }
        #expect((80..<4_000).contains(checked))
    }
}

extension SplitMix {
    /// Flips, cuts, doubles or replaces some bytes, up to four times.
    fileprivate mutating func damage(_ bytes: [UInt8], _ words: [[UInt8]]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(next() % 4) where !bytes.isEmpty {
            let place = Int(next() % UInt64(bytes.count))
            let end = min(bytes.count, place + Int(next() % 12))
            let word = words[Int(next() % UInt64(words.count))]
            switch next() % 6 {
            case 0: bytes[place] ^= 1 << (next() % 8)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes.removeLast(bytes.count - place)
            case 4: bytes.replaceSubrange(place..<end, with: word)
            default: bytes.insert(contentsOf: word, at: place)
            }
        }
        return bytes
    }
}
