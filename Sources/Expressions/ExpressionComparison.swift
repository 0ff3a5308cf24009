import Dataset
import RunDocument

// What stands to both sides of a comparison, and what `in` chooses from.
extension ExpressionTyping {
    mutating func compare(
        _ comparison: Comparison, _ left: Expression, _ right: Expression, at place: Expression
    ) throws(ExpressionError) -> TypedExpression {
        let (first, second) = (try typed(left), try typed(right))
        let condition: Condition
        switch (first, second) {
        case (.number(let one), .number(let other)):
            condition = .numbers(comparison, one, other)
        case (.text(let one), .text(let other)): condition = .texts(comparison, one, other)
        case (.condition(let one), .condition(let other))
        where comparison == .equal || comparison == .notEqual:
            let same = Condition.same(one, other)
            condition = comparison == .equal ? same : .not(same)
        case (.moment(let one, let parser), .moment(let other, let otherParser))
        where parser.isComparable(with: otherParser):
            condition = .numbers(comparison, one, other)
        case (.moment(let one, let parser), _) where right.literal != nil:
            condition = .numbers(comparison, one, .constant(try moment(right, parser)))
        case (_, .moment(let other, let parser)) where left.literal != nil:
            condition = .numbers(comparison, .constant(try moment(left, parser)), other)
        default:
            let problem = ExpressionError.Problem.incomparable(
                first.phrase,
                second.phrase,
                advice: Self.advice(first, second, left, right)
            )
            throw error(problem, at: place)
        }
        return .condition(condition)
    }

    private static func advice(
        _ first: TypedExpression, _ second: TypedExpression, _ left: Expression,
        _ right: Expression
    ) -> String? {
        switch (first, second) {
        case (.condition, .condition): "conditions are compared by '==' and '!='"
        case (.condition, _): "write '\(left)' or 'not \(left)'"
        case (_, .condition): "write '\(right)' or 'not \(right)'"
        case (.number, .text) where right.literal != nil: "numbers stand without quotes"
        case (.text, .number) where left.literal != nil: "numbers stand without quotes"
        case (.text, .number) where right.literal != nil: "texts stand in quotes"
        case (.number, .text) where left.literal != nil: "texts stand in quotes"
        default: nil
        }
    }

    /// A date or a time that stands in the rule, read as a cell of the column would be.
    private func moment(_ place: Expression, _ parser: CellParser) throws(ExpressionError)
        -> Double
    {
        let value: JSONValue =
            switch place.literal {
            case .number(let number): .string(number.ruleText)
            case .text(let text): .string(text)
            case .boolean, nil: .null
            }
        guard case .moment(let moment) = parser.constant(value) else {
            throw error(
                .badConstant(value.stringValue ?? "\(place)", type: parser.field.type.phrase),
                at: place
            )
        }
        return Double(moment)
    }

    mutating func membership(
        _ operand: Expression, _ values: [Expression], at place: Expression
    ) throws(ExpressionError) -> Condition {
        switch try typed(operand) {
        case .number(let number):
            var numbers: [Double] = []
            for value in values {
                guard case .number(let constant) = value.literal else {
                    throw error(
                        .incomparable("a number", "a text", advice: "numbers stand without quotes"),
                        at: value
                    )
                }
                numbers.append(constant)
            }
            return .isNumberIn(number, NumberSet(numbers))
        case .text(let text):
            var texts: [String] = []
            for value in values {
                guard case .text(let constant) = value.literal else {
                    throw error(
                        .incomparable("a text", "a number", advice: "texts stand in quotes"),
                        at: value
                    )
                }
                texts.append(constant)
            }
            return .isTextIn(text, LabelPool(texts))
        case .moment(let number, let parser):
            var moments: [Double] = []
            for value in values { moments.append(try moment(value, parser)) }
            return .isNumberIn(number, NumberSet(moments))
        case let found:
            throw wrong(found, "'in' needs a number, a text or a date", at: operand)
        }
    }
}

extension Expression {
    fileprivate var literal: Literal? {
        if case .literal(let literal) = node { literal } else { nil }
    }
}

extension CellParser {
    /// Times of day are compared only with each other.
    func isComparable(with other: CellParser) -> Bool {
        (field.type == .time) == (other.field.type == .time)
    }
}
