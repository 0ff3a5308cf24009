import Dataset
import FileStorage
import Profile
import RunDocument
import SystemPackage
import TestSupport

/// One file of `tables.jsonl`, and what pandas says of it.
struct PeerTable: CustomStringConvertible {
    let id: Int
    let csv: [UInt8]
    let rows: Int
    let columns: [PeerColumn]

    var description: String { "file \(id)" }

    /// The files behind the first line, which names the versions.
    static func all() throws -> [PeerTable] {
        let path = Tool.root.appending("Tests/ProfileTests/Fixtures/tables.jsonl")
        let lines = try Files.read(path).split(separator: UInt8(ascii: "\n")).dropFirst()
        return try lines.map { try PeerTable(JSONValue(parsing: $0)) }
    }

    init(_ json: JSONValue) {
        id = json["id"]?.integerValue ?? -1
        csv = Array((json["csv"]?.stringValue ?? "").utf8)
        rows = json["rows"]?.integerValue ?? -1
        columns = (json["columns"]?.arrayValue ?? []).map(PeerColumn.init)
    }

    func profile(
        schema: TableSchema? = nil, blockSize: Int = 1 << 19, threads: Int = 1
    ) throws -> TableProfile {
        var options = ReadingOptions()
        options.blockSize = blockSize
        return try ProfileScan.run(
            [.bytes(csv, name: "\(id).csv")], schema: schema, options: options, threads: threads)
    }

    /// The cells of each column that are there and not empty.
    func cells() throws -> [[String]] {
        var cells = Array(repeating: [String](), count: columns.count)
        let reader = try RowReader(.bytes(csv, name: "\(id).csv"))
        while try reader.advance() {
            for column in columns.indices {
                guard let cell = reader.cell(column), !cell.isEmpty else { continue }
                cells[column].append(String(decoding: cell, as: UTF8.self))
            }
        }
        return cells
    }
}

/// What pandas says of a column.
struct PeerColumn {
    let name: String
    private let json: JSONValue

    init(_ json: JSONValue) {
        self.json = json
        name = json["name"]?.stringValue ?? ""
    }

    subscript(key: String) -> Int { json[key]?.integerValue ?? 0 }

    func number(_ key: String) -> Double? { json[key]?.doubleValue }

    var quartiles: [Double] { json["quartiles"]?.arrayValue?.compactMap(\.doubleValue) ?? [] }

    /// What differs in a profile, as far as the counts go.
    func countDifferences(_ column: ColumnProfile, except shifted: [String: Int] = [:]) -> [String]
    {
        let numbers = column.numbers
        let found = [
            "missing": column.missing, "numbers": numbers.count, "nan": numbers.nan,
            "infinite": numbers.positiveInfinity + numbers.negativeInfinity,
            "texts": column.texts.count,
        ]
        return found.keys.sorted().compactMap { key in
            let (expected, own) = (self[key] + (shifted[key] ?? 0), found[key] ?? 0)
            return own == expected ? nil : "\(key) of \(name): \(own), not \(expected)"
        }
    }

    /// What differs in the values.
    func valueDifferences(_ column: ColumnProfile) -> [String] {
        let numbers = column.numbers
        var differences: [String] = []
        func expect(_ key: String, _ found: Double?, _ expected: Double?, within error: Double = 0)
        {
            let isSame =
                found == expected
                || zip(found, expected).map { abs($0 - $1) <= error } ?? false
            if !isSame {
                differences.append(
                    "\(key) of \(name): \(String(describing: found)),"
                        + " not \(String(describing: expected))")
            }
        }
        let (least, greatest) = (number("minimum"), number("maximum"))
        let error = 1e-12 * max(abs(least ?? 0), abs(greatest ?? 0))
        expect("minimum", numbers.minimum, least)
        expect("maximum", numbers.maximum, greatest)
        expect("mean", numbers.mean, number("mean"), within: error)
        expect("deviation", numbers.standardDeviation, number("deviation"), within: error)
        for (share, quartile) in zip([0.25, 0.5, 0.75], quartiles) {
            expect("quantile \(share)", column.numbers.quantile(share), quartile, within: error)
        }
        expect(
            "distinctNumbers", numbers.counts.map { Double($0.values.count) },
            Double(self["distinctNumbers"]))
        expect("distinctTexts", column.texts.distinct.value, Double(self["distinctTexts"]))
        if let top = json["topNumber"]?.arrayValue {
            expect("topNumber", numbers.frequent.first?.value, top.first?.doubleValue)
            expect(
                "count of topNumber", numbers.frequent.first.map { Double($0.count) },
                top.last?.doubleValue)
        }
        if let top = json["topText"]?.arrayValue {
            let own = column.texts.frequent.first
            if own?.value != top.first?.stringValue || own?.count != top.last?.integerValue {
                differences.append("topText of \(name): \(String(describing: own))")
            }
        }
        return differences
    }
}

private func zip(_ left: Double?, _ right: Double?) -> (Double, Double)? {
    guard let left, let right else { return nil }
    return (left, right)
}
