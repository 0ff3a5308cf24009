package import Dataset
import Expressions

/// A part of the rows.
package struct Slice: Hashable, Sendable {
    /// As `island = Dream and sex = male`, or the name or expression of its definition.
    package var name: String
    /// Ascending.
    package var rows: [Int]
}

/// The slices that a definition makes of a table's rows.
package struct SliceDimension: Hashable, Sendable {
    package var name: String
    /// None of them is empty, unless it is that of an expression; bins ascend, values come by
    /// their frequency, rows without a value last.
    package var slices: [Slice]
    /// Values that are too rare for a slice of their own, beyond the definition's limit.
    package var otherValues = 0
    /// The rows that have them.
    package var otherRows = 0

    /// - Throws: `SliceError`, `ExpressionError`.
    package init(
        _ definition: SliceDefinition, of table: Table, schema: TableSchema
    ) throws {
        name = definition.name
        switch definition.content {
        case .rows(let source):
            let rows = try RowFilter(source, schema: schema).rows(of: table)
            slices = [Slice(name: definition.name, rows: rows)]
        case .parts(let parts):
            var codings: [ColumnCoding] = []
            for part in parts { codings.append(try ColumnCoding(part, of: table, schema)) }
            let hasOrder = parts.allSatisfy { part in
                if case .values = part { false } else { true }
            }
            let groups = SliceGroups(codings, rowCount: table.rowCount)
            let order = groups.order(byFrequency: !hasOrder)
            slices = groups.slices(order.prefix(definition.limit)) { combination in
                zip(combination, zip(codings, parts)).map { code, column in
                    code < column.0.names.count
                        ? column.0.names[code] : ColumnCoding.missing(column.1.column)
                }.joined(separator: " and ")
            }
            otherValues = order.dropFirst(definition.limit).count
            otherRows = order.dropFirst(definition.limit).reduce(0) { $0 + groups.counts[$1] }
        }
    }
}

/// Rows by the combinations of their codes that occur.
private struct SliceGroups {
    /// Codes of each group, a column each; the number of a column's names for a missing value.
    private var combinations: [[Int]] = [[]]
    /// Of each row.
    private var group: [Int]
    private let widths: [Int]
    private(set) var counts: [Int] = []

    init(_ codings: [ColumnCoding], rowCount: Int) {
        group = [Int](repeating: 0, count: rowCount)
        widths = codings.map { $0.names.count + 1 }
        for (coding, width) in zip(codings, widths) { refine(coding.codes, width) }
        counts = [Int](repeating: 0, count: combinations.count)
        for number in group { counts[number] += 1 }
    }

    /// Gives each pair of group and code that occurs a number, in order of appearance.
    private mutating func refine(_ codes: [Int32], _ width: Int) {
        var next: [[Int]] = []
        // Most columns have few values, so that a plain table holds all pairs.
        let isSmall = combinations.count * width <= 1 << 22
        var table = [Int](repeating: -1, count: isSmall ? combinations.count * width : 0)
        var numbers: [Int: Int] = [:]
        for row in group.indices {
            let code = codes[row] < 0 ? width - 1 : Int(codes[row])
            let key = group[row] * width + code
            let known = isSmall ? (table[key] < 0 ? nil : table[key]) : numbers[key]
            if let known {
                group[row] = known
            } else {
                next.append(combinations[group[row]] + [code])
                if isSmall { table[key] = next.count - 1 } else { numbers[key] = next.count - 1 }
                group[row] = next.count - 1
            }
        }
        combinations = next
    }

    /// The groups in their order: those with a missing value last.
    func order(byFrequency: Bool) -> [Int] {
        let isMissing = combinations.map { combination in
            zip(combination, widths).contains { $0 == $1 - 1 }
        }
        return combinations.indices.sorted { left, right in
            if isMissing[left] != isMissing[right] { return isMissing[right] }
            if byFrequency, counts[left] != counts[right] { return counts[left] > counts[right] }
            return combinations[left].lexicographicallyPrecedes(combinations[right])
        }
    }

    func slices(_ chosen: ArraySlice<Int>, name: ([Int]) -> String) -> [Slice] {
        var places = [Int](repeating: -1, count: combinations.count)
        var slices: [Slice] = []
        for number in chosen {
            places[number] = slices.count
            slices.append(Slice(name: name(combinations[number]), rows: []))
            slices[slices.count - 1].rows.reserveCapacity(counts[number])
        }
        for (row, number) in group.enumerated() where places[number] >= 0 {
            slices[places[number]].rows.append(row)
        }
        return slices
    }
}
