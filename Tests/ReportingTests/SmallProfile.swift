import FileStorage
import Profile
import SystemPackage
import TestSupport

/// Profiles of tables that fit in memory, made without a scanner.
enum SmallProfile {
    /// A profile of cells; nil is a missing one.
    static func table(_ columns: KeyValuePairs<String, [String?]>) -> TableProfile {
        TableProfile(columns: columns.map { column($0.key, $0.value) })
    }

    /// A profile of a file without quotes, in which `NA` and nothing are missing.
    static func file(
        _ path: FilePath,
        where isWanted: ([Substring]) -> Bool = { _ in true }
    ) throws -> TableProfile {
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let rows = lines.dropFirst().filter(isWanted)
        let columns = lines[0].indices.map { index in
            let cells = rows.map { row in
                row[index].isEmpty || row[index] == "NA" ? nil : String(row[index])
            }
            return column(String(lines[0][index]), cells)
        }
        return TableProfile(columns: columns)
    }

    static func column(_ name: String, _ cells: [String?]) -> ColumnProfile {
        let present = cells.compactMap(\.self)
        let numbers = present.compactMap(Double.init)
        let texts = Dictionary(
            present.filter { Double($0) == nil }.map { ($0, 1) },
            uniquingKeysWith: +
        ).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        var column = ColumnProfile(
            name: name,
            missing: cells.count - present.count,
            numbers: NumberCounts(of: numbers),
            texts: TextCounts(values: texts.map(\.key), counts: texts.map(\.value))
        )
        column.rows = cells.count
        column.numbers.nan = numbers.count(where: \.isNaN)
        column.numbers.positiveInfinity = numbers.count { $0 == .infinity }
        column.numbers.negativeInfinity = numbers.count { $0 == -.infinity }
        return column
    }
}
