import Dataset
import Expressions
import Model

/// A column as few numbered values, each with the words that a slice is named by.
struct ColumnCoding: Sendable {
    /// The number of each row's value; −1 where it has none.
    var codes: [Int32]
    /// As `island = Dream` or `body_mass_g in [3550, 4050)`.
    var names: [String]

    /// The words for rows without a value.
    static func missing(_ column: String) -> String { "\(column) is missing" }

    init(codes: [Int32], names: [String]) {
        self.codes = codes
        self.names = names
    }

    /// - Throws: `SliceError`.
    init(
        _ part: SliceDefinition.Part, of table: Table, _ schema: TableSchema
    ) throws(SliceError) {
        guard let column = table[part.column] else {
            throw .unknownColumn(name: part.column, known: table.columns.map(\.name))
        }
        switch (part, column.values) {
        case (.values(let name), .text(let codes, let labels)):
            self.init(codes: codes, names: labels.map { "\(name) = \($0)" })
        case (.values(let name), .numeric(let numbers)):
            self.init(distinct: numbers, name, isBoolean: schema[name]?.type == .boolean)
        case (.bins(let name, let count), .numeric(let numbers)):
            self.init(numbers, name, lowerEdges: Self.quantiles(numbers, count), isOpen: false)
        case (.edges(let name, let edges), .numeric(let numbers)):
            self.init(numbers, name, lowerEdges: [-.infinity] + edges, isOpen: true)
        case (.bins(let name, _), .text), (.edges(let name, _), .text):
            throw .notNumeric(column: name)
        }
    }

    /// Each number on its own, ascending.
    init(distinct numbers: [Double], _ name: String, isBoolean: Bool) {
        let values = Self.sorted(numbers).reduce(into: [Double]()) { values, number in
            if values.last != number { values.append(number) }
        }
        codes = numbers.map { number in
            number.isNaN ? -1 : Int32(Self.lastIndex(values, notAbove: number))
        }
        names = values.map { value in
            let text = isBoolean ? (value == 0 ? "false" : "true") : ClassLabel.text(value)
            return "\(name) = \(text)"
        }
    }

    /// Half-open bins that begin at the edges.
    ///
    /// - Parameter isOpen: whether the last bin has no upper end; otherwise the largest number is
    ///   the end, and in the bin.
    init(_ numbers: [Double], _ name: String, lowerEdges: [Double], isOpen: Bool) {
        codes = numbers.map { number in
            number.isNaN ? -1 : Int32(Self.lastIndex(lowerEdges, notAbove: number))
        }
        let largest = isOpen ? .infinity : numbers.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
        names = lowerEdges.indices.map { index in
            let lower = lowerEdges[index]
            let upper = index + 1 < lowerEdges.count ? lowerEdges[index + 1] : nil
            switch (upper, isOpen) {
            case (let upper?, true) where lower == -.infinity:
                return "\(name) < \(upper.ruleText)"
            case (let upper?, _): return "\(name) in [\(lower.ruleText), \(upper.ruleText))"
            case (nil, true): return "\(name) >= \(lower.ruleText)"
            case (nil, false): return "\(name) in [\(lower.ruleText), \(largest.ruleText)]"
            }
        }
    }

    /// Where bins of about as many rows each begin, ascending: values of the column, so that equal
    /// numbers are in one bin; fewer than asked for where one value is that frequent.
    static func quantiles(_ numbers: [Double], _ count: Int) -> [Double] {
        let sorted = sorted(numbers)
        guard !sorted.isEmpty else { return [] }
        return (0..<count).reduce(into: [Double]()) { edges, bin in
            let edge = sorted[bin * sorted.count / count]
            if edges.last != edge { edges.append(edge) }
        }
    }

    private static func sorted(_ numbers: [Double]) -> [Double] {
        numbers.filter { !$0.isNaN }.sorted()
    }

    /// Looks by halves; 0 if all are above.
    private static func lastIndex(_ sorted: [Double], notAbove number: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }
}
