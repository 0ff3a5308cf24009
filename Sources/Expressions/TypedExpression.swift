import Dataset

/// What gives a number: doubles, and for dates and times microseconds since 1970.
indirect enum Numeric: Sendable {
    case constant(Double)
    /// By its place among the schema's fields, as in the other cases below.
    case column(Int)
    case truth(Condition)
    case negated(Numeric)
    case absolute(Numeric)
    case length(TextOperand)
    case arithmetic(Arithmetic, Numeric, Numeric)
}

enum Arithmetic: Sendable {
    case plus, minus, times, divided, remainder
    /// The difference of two moments.
    case seconds

    /// Nil where there is no such number; otherwise as IEEE 754 has it.
    func callAsFunction(_ left: Double, _ right: Double) -> Double? {
        switch self {
        case .plus: left + right
        case .minus: left - right
        case .times: left * right
        case .divided: right == 0 ? nil : left / right
        case .remainder: right == 0 ? nil : left.truncatingRemainder(dividingBy: right)
        case .seconds: (left - right) / 1e6
        }
    }
}

/// A text, which is a cell or stands in the rule.
enum TextOperand: Sendable {
    case constant([UInt8])
    case column(Int)
}

/// What is true, false or null.
indirect enum Condition: Sendable {
    case constant(Bool)
    case column(Int)
    case not(Condition)
    case and(Condition, Condition)
    case or(Condition, Condition)
    case same(Condition, Condition)
    case numbers(Comparison, Numeric, Numeric)
    case texts(Comparison, TextOperand, TextOperand)
    case isNull(Numeric)
    case isTextNull(TextOperand)
    case isNumberIn(Numeric, NumberSet)
    case isTextIn(TextOperand, LabelPool)
    /// By its place among the rule's patterns.
    case matches(TextOperand, pattern: Int)
}

enum Comparison: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

    func callAsFunction<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}

/// The numbers that `in` allows.
struct NumberSet: Sendable {
    private let values: [Double]

    init(_ values: [Double]) { self.values = values.sorted() }

    /// Looks for it by halves; a NaN is never found.
    func contains(_ number: Double) -> Bool {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < values.count && values[low] == number
    }
}
