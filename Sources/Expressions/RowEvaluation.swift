import Dataset

/// Evaluates a rule for one row, part by part.
struct RowEvaluation {
    let cells: (Int) -> RuleValue
    let patterns: [PatternMatcher]

    init(cells: @escaping (Int) -> RuleValue, patterns: [PatternMatcher]) {
        self.cells = cells
        self.patterns = patterns
    }

    func truth(_ condition: Condition) -> Bool? {
        switch condition {
        case .constant(let flag): flag
        case .column(let field): cell(field).map { $0 != 0 }
        case .not(let operand): truth(operand).map { !$0 }
        case .and(let left, let right): both(left, right)
        case .or(let left, let right): either(left, right)
        case .same(let left, let right): pair(truth(left), truth(right)).map { $0.0 == $0.1 }
        case .numbers(let comparison, let left, let right):
            pair(number(left), number(right)).map { comparison($0.0, $0.1) }
        case .isNull(let operand): number(operand) == nil
        case .isNumberIn(let operand, let set): number(operand).map(set.contains)
        case .texts(let comparison, let left, let right):
            withText(left) { one in withText(right) { comparison(one.order(to: $0), 0) } }
        case .isTextNull(let operand): withText(operand) { _ in false } ?? true
        case .isTextIn(let operand, let texts):
            withText(operand) { texts.contains($0) }
        case .matches(let operand, let pattern):
            withText(operand) { patterns[pattern].matches($0) }
        }
    }

    /// False if one is, whatever the other.
    private func both(_ left: Condition, _ right: Condition) -> Bool? {
        let first = truth(left)
        if first == false { return false }
        let second = truth(right)
        return second == false ? false : first == nil ? nil : second
    }

    /// True if one is, whatever the other.
    private func either(_ left: Condition, _ right: Condition) -> Bool? {
        let first = truth(left)
        if first == true { return true }
        let second = truth(right)
        return second == true ? true : first == nil ? nil : second
    }

    private func pair<Value>(_ left: Value?, _ right: Value?) -> (Value, Value)? {
        guard let left, let right else { return nil }
        return (left, right)
    }

    private func cell(_ field: Int) -> Double? {
        if case .number(let number) = cells(field) { number } else { nil }
    }

    private func number(_ numeric: Numeric) -> Double? {
        switch numeric {
        case .constant(let number): number
        case .column(let field): cell(field)
        case .truth(let condition): truth(condition).map { $0 ? 1 : 0 }
        case .negated(let operand): number(operand).map { -$0 }
        case .absolute(let operand): number(operand)?.magnitude
        case .length(let text): withText(text) { Double($0.scalarCount) }
        case .arithmetic(let operation, let left, let right):
            pair(number(left), number(right)).flatMap { operation($0.0, $0.1) }
        }
    }

    private func withText<Result>(
        _ operand: TextOperand,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result?
    ) -> Result? {
        switch operand {
        case .constant(let bytes): return bytes.withUnsafeBufferPointer(body)
        case .column(let field):
            guard case .text(let text) = cells(field) else { return nil }
            return body(text)
        }
    }
}
