import Dataset
import Profile
import RunDocument
import SystemPackage
import Testing
import Validation

extension ColumnProfile {
    /// An exact profile of cells as a table has them; nil for a missing one.
    static func exact(_ name: String = "c", _ cells: [String?]) -> ColumnProfile {
        var numbers: [Double] = []
        var texts: [String: Int] = [:]
        for case let cell? in cells {
            if let number = Double(cell), number.isFinite {
                numbers.append(number)
            } else {
                texts[cell, default: 0] += 1
            }
        }
        let sorted = texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return ColumnProfile(
            name: name,
            missing: cells.count { $0 == nil },
            numbers: NumberCounts(of: numbers),
            texts: TextCounts(values: sorted.map(\.key), counts: sorted.map(\.value))
        )
    }
}

extension RowSampleView {
    /// Rows of a table with `tableRows`; nil if it has no others.
    init(_ columns: [String], _ rows: [[String?]], of tableRows: Int? = nil) {
        self.init(
            columns: columns,
            rows: rows.map { $0.map { $0.map { Array($0.utf8) } } },
            tableRows: tableRows ?? rows.count
        )
    }
}

extension LabelGroups {
    init(_ rows: some Sequence<(features: UInt64, label: UInt64)>, limit: Int = defaultLimit) {
        self.init(limit: limit)
        for row in rows { add(features: row.features, label: row.label) }
        settle()
    }
}

extension TableProfile {
    /// The exact profile of rows.
    static func exact(_ columns: [String], _ rows: [[String?]]) -> TableProfile {
        TableProfile(
            columns: columns.enumerated().map { index, name in
                .exact(name, rows.map { $0[index] })
            }
        )
    }
}

/// Numbers of peers; see `Fixtures/make_quality.py`.
enum QualityFixture {
    static func cases(_ group: String) throws -> [JSONValue] {
        let path = FilePath(#filePath).removingLastComponent().appending("Fixtures/quality.json")
        let file = try FileDescriptor.open(path, .readOnly)
        let bytes = try file.closeAfter {
            var bytes: [UInt8] = []
            let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
            defer { block.deallocate() }
            while true {
                let count = try file.read(into: block)
                if count == 0 { return bytes }
                bytes += block[..<count]
            }
        }
        return try #require(try JSONValue(parsing: bytes)[group]?.arrayValue)
    }
}

extension JSONValue {
    var strings: [String] { arrayValue?.compactMap(\.stringValue) ?? [] }
    var numbers: [Double] { arrayValue?.compactMap(\.doubleValue) ?? [] }
}

extension [Finding] {
    /// The statuses of all checks of a kind.
    func statuses(_ kind: String) -> [Check.Status] {
        filter { $0.kind == kind }.map(\.check.status)
    }
}

/// The checks of one column.
func quality(
    _ cells: [String?],
    role: Role = .feature,
    thresholds: QualityThresholds = QualityThresholds()
) -> [Finding] {
    var table = TableQuality(TableProfile(columns: [.exact("c", cells)]))
    table.roles = ["c": role]
    table.thresholds = thresholds
    return table.findings
}
