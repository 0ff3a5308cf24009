import Dataset
import Expressions

/// A column as at most 32 literals, such as `island = Dream`: what a weak slice is made of.
struct FeatureLiterals: Sendable {
    /// More distinct values of a text are not looked at.
    static let mostValues = 30
    static let bins = 8

    let name: String
    /// Of each row; 0 where none of the literals is true.
    var codes: [UInt8]
    /// By their code; the first is not used.
    var names: [String]

    /// Nil if the column has only one literal for all rows.
    init?(_ column: Column, isBoolean: Bool) {
        name = column.name
        let coding = Self.coding(column, isBoolean: isBoolean)
        var counts = [Int](repeating: 0, count: coding.names.count + 1)
        for code in coding.codes { counts[code < 0 ? coding.names.count : Int(code)] += 1 }
        let frequent = coding.names.indices.filter { counts[$0] > 0 }
            .sorted { (counts[$1], $0) < (counts[$0], $1) }
            .prefix(Self.mostValues).sorted()
        var codeOf = [UInt8](repeating: 0, count: counts.count)
        names = [""]
        for value in frequent {
            codeOf[value] = UInt8(names.count)
            names.append(coding.names[value])
        }
        if counts[coding.names.count] > 0 {
            codeOf[coding.names.count] = UInt8(names.count)
            names.append(ColumnCoding.missing(name))
        }
        guard names.count > 2 else { return nil }
        let missing = coding.names.count
        codes = coding.codes.map { codeOf[$0 < 0 ? missing : Int($0)] }
    }

    /// Values of texts and of numbers that have few; otherwise bins.
    private static func coding(_ column: Column, isBoolean: Bool) -> ColumnCoding {
        switch column.values {
        case .text(let codes, let labels):
            return ColumnCoding(codes: codes, names: labels.map { "\(column.name) = \($0)" })
        case .numeric(let numbers):
            var few: Set<Double> = []
            for number in numbers where !number.isNaN && few.count <= bins { few.insert(number) }
            guard few.count > bins else {
                return ColumnCoding(distinct: numbers, column.name, isBoolean: isBoolean)
            }
            let edges = ColumnCoding.quantiles(numbers, bins)
            return ColumnCoding(numbers, column.name, lowerEdges: edges, isOpen: false)
        }
    }
}
