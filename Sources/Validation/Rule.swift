import Dataset
import Expressions
import RunDocument

/// One constraint of a field, ready to be held against cells.
///
/// A class, so that going through a column's rules copies none of them.
final class Rule {
    enum Test {
        /// The sign of value − bound that is allowed, besides `orEqual`.
        case bound(CellValue, isMinimum: Bool, orEqual: Bool)
        case minLength(Int)
        case maxLength(Int)
        case pattern(PatternMatcher)
        case numbers(Set<Double>)
        case moments(Set<Int64>)
        case texts(WordList)
        /// Objects, arrays, lists and places, however they are written.
        case documents(Set<JSONValue>, CellParser)
        case jsonSchema(JSONSchema, CellParser)
    }

    /// The constraint's name in the schema.
    let kind: String
    /// What a value must be, as `>= 3`.
    let expected: String
    /// What is said of a value that breaks it, as `is less than 3`.
    let complaint: String
    let test: Test

    init(kind: String, expected: String, complaint: String, test: Test) {
        self.kind = kind
        self.expected = expected
        self.complaint = complaint
        self.test = test
    }

    /// Whether a value took too long to be decided; what is accepted since then means nothing.
    var hasGivenUp: Bool {
        switch test {
        case .pattern(let matcher): matcher.hasGivenUp
        case .jsonSchema(let schema, _): schema.hasGivenUp
        default: false
        }
    }

    func accepts(_ value: CellValue, _ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        switch (test, value) {
        case (.bound(.number(let bound), let isMinimum, let orEqual), .number(let number)):
            Self.isInside(number, bound, isMinimum, orEqual)
        case (.bound(.moment(let bound), let isMinimum, let orEqual), .moment(let moment)):
            Self.isInside(moment, bound, isMinimum, orEqual)
        case (.minLength(let minimum), .text(let length)): length >= minimum
        case (.maxLength(let maximum), .text(let length)): length <= maximum
        case (.pattern(let matcher), _): matcher.matches(cell)
        case (.numbers(let allowed), .number(let number)): allowed.contains(number)
        case (.moments(let allowed), .moment(let moment)): allowed.contains(moment)
        case (.texts(let allowed), _): allowed.contains(cell)
        case (.documents(let allowed, let parser), _):
            parser.document(cell).map(allowed.contains) ?? false
        case (.jsonSchema(let schema, let parser), _):
            parser.document(cell).map(schema.accepts) ?? false
        default: false
        }
    }

    /// A NaN is never inside.
    private static func isInside<Value: Comparable>(
        _ value: Value,
        _ bound: Value,
        _ isMinimum: Bool,
        _ orEqual: Bool
    ) -> Bool {
        if value == bound { return orEqual }
        return isMinimum ? value > bound : value < bound
    }
}

/// The texts that an `enum` allows.
final class WordList {
    private let words: LabelPool

    init(_ texts: [String]) { words = LabelPool(texts) }

    func contains(_ cell: UnsafeBufferPointer<UInt8>) -> Bool { words.contains(cell) }
}
