import Dataset
import Profile
import RunDocument
import Testing

/// The profiles of 1,200 generated files against what pandas says of them; see `Fixtures/README.md`.
@Suite struct PeerTablesTests {
    /// Why a cell is something else to us than to the fixture, on purpose.
    private enum Reason: CaseIterable {
        /// A word for no value: a number or text that is missing.
        case missingWord
        /// Digits with a zero before them, or more of them than a double holds: a text.
        case code
        /// A number with spaces around it.
        case padded
    }

    private static let missingWords = Set(ColumnReading.usualMissing)

    private static func reason(_ cell: String) -> Reason? {
        if missingWords.contains(cell) { return .missingWord }
        let sign = cell.hasPrefix("-") || cell.hasPrefix("+")
        let digits = cell.utf8.dropFirst(sign ? 1 : 0)
        if digits.count > 1, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.first == 0x30 || digits.count > 15
        {
            return .code
        }
        return nil
    }

    /// How the counts of a column differ for these reasons.
    private static func shifts(_ cells: [String], _ met: inout [Reason: Int]) -> [String: Int] {
        var shifts: [String: Int] = [:]
        for cell in cells {
            guard let reason = reason(cell) else { continue }
            met[reason, default: 0] += 1
            switch reason {
            case .missingWord:
                shifts[cell.lowercased() == "nan" ? "nan" : "texts", default: 0] -= 1
                shifts["missing", default: 0] += 1
            case .code:
                shifts["numbers", default: 0] -= 1
                shifts["texts", default: 0] += 1
            case .padded: break
            }
        }
        return shifts
    }

    @Test func withoutASchema() throws {
        var met: [Reason: Int] = [:]
        var (columns, explained) = (0, 0)
        for table in try PeerTable.all() {
            let profile = try table.profile()
            #expect(profile.rows == table.rows, "\(table)")
            #expect(profile.columns.map(\.name) == table.columns.map(\.name), "\(table)")
            for ((peer, own), cells) in zip(
                zip(table.columns, profile.columns), try table.cells())
            {
                let shifts = Self.shifts(cells, &met)
                var differences = peer.countDifferences(own, except: shifts)
                if shifts.isEmpty { differences += peer.valueDifferences(own) }
                for difference in differences { Issue.record("\(table): \(difference)") }
                columns += 1
                explained += shifts.isEmpty ? 0 : 1
            }
        }
        // Most columns have no such cell.
        #expect(columns > 4_000)
        #expect(explained < columns / 4, "\(explained) of \(columns): \(met)")
    }

    /// A schema that says what pandas takes for granted: then nothing differs.
    @Test func asNumbers() throws {
        for table in try PeerTable.all() {
            let fields = table.columns.map { TableField(name: $0.name, type: .number) }
            var schema = TableSchema(fields: fields)
            schema.missingValues = [""]
            let profile = try table.profile(schema: schema)
            for (peer, own) in zip(table.columns, profile.columns) {
                for difference in peer.countDifferences(own) + peer.valueDifferences(own) {
                    Issue.record("\(table): \(difference)")
                }
            }
        }
    }

    @Test(arguments: [1, 3])
    func neitherThreadsNorBlocksMatter(threads: Int) throws {
        for table in try PeerTable.all() {
            let whole = try table.profile().json.canonicalText()
            for blockSize in [1 << 19, 64, 7] {
                let parted = try table.profile(blockSize: blockSize, threads: threads)
                if parted.json.canonicalText() != whole {
                    Issue.record("\(table): \(threads) threads, blocks of \(blockSize) bytes")
                }
            }
        }
    }
}
