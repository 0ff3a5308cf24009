import Dataset

/// Evaluates a rule for some rows at once, part by part.
struct BlockEvaluation {
    /// Ordered so that `and` is the minimum and `or` the maximum (Kleene).
    enum Truth {
        static let no: UInt8 = 0
        static let unknown: UInt8 = 1
        static let yes: UInt8 = 2
    }

    let block: RuleBlock
    /// At most `RuleScratch.rows`.
    let rows: Range<Int>
    let patterns: [PatternMatcher]
    let scratch: RuleScratch

    var count: Int { rows.count }

    func addRows(where condition: Condition, is truth: UInt8, to found: inout [Int]) {
        let truths = scratch[0].truths
        evaluate(condition, into: truths, 1)
        for index in 0..<count where truths[index] == truth {
            found.append(rows.lowerBound + index)
        }
    }

    /// - Parameter level: the first whose scratch is free.
    private func evaluate(
        _ condition: Condition, into out: UnsafeMutablePointer<UInt8>, _ level: Int
    ) {
        switch condition {
        case .constant(let flag): out.update(repeating: flag ? Truth.yes : Truth.no, count: count)
        case .column(let field): load(field, into: out)
        case .not(let operand):
            evaluate(operand, into: out, level)
            for index in 0..<count { out[index] = Truth.yes - out[index] }
        case .and(let left, let right): combine(left, right, into: out, level) { min($0, $1) }
        case .or(let left, let right): combine(left, right, into: out, level) { max($0, $1) }
        case .same(let left, let right):
            combine(left, right, into: out, level) { one, other in
                one == Truth.unknown || other == Truth.unknown
                    ? Truth.unknown : one == other ? Truth.yes : Truth.no
            }
        case .numbers(let comparison, let left, let right):
            let (one, other) = (scratch[level], scratch[level + 1])
            evaluate(left, into: one, level + 1)
            evaluate(right, into: other, level + 2)
            compare(comparison, one, other, into: out)
        case .isNull(let operand):
            evaluate(operand, into: scratch[level], level + 1)
            let nulls = scratch[level].nulls
            for index in 0..<count { out[index] = nulls[index] != 0 ? Truth.yes : Truth.no }
        case .isNumberIn(let operand, let set):
            evaluate(operand, into: scratch[level], level + 1)
            let (numbers, nulls) = (scratch[level].numbers, scratch[level].nulls)
            for index in 0..<count {
                out[index] = Self.truth(nulls[index], set.contains(numbers[index]))
            }
        case .texts, .isTextNull, .isTextIn, .matches: evaluateTexts(condition, into: out)
        }
    }

    /// Of what is null, or otherwise true or false.
    @inline(__always)
    private static func truth(_ null: UInt8, _ flag: Bool) -> UInt8 {
        null != 0 ? Truth.unknown : flag ? Truth.yes : Truth.no
    }

    private func load(_ field: Int, into out: UnsafeMutablePointer<UInt8>) {
        let column = block.columns[field]
        column.numbers.withUnsafeBufferPointer { numbers in
            column.nulls.withUnsafeBufferPointer { nulls in
                for (index, row) in rows.enumerated() {
                    out[index] = Self.truth(nulls[row], numbers[row] != 0)
                }
            }
        }
    }

    @inline(__always)
    private func combine(
        _ left: Condition, _ right: Condition, into out: UnsafeMutablePointer<UInt8>,
        _ level: Int, _ operation: (UInt8, UInt8) -> UInt8
    ) {
        evaluate(left, into: out, level)
        let other = scratch[level].truths
        evaluate(right, into: other, level + 1)
        for index in 0..<count { out[index] = operation(out[index], other[index]) }
    }

    private func compare(
        _ comparison: Comparison, _ one: RuleScratch.Level, _ other: RuleScratch.Level,
        into out: UnsafeMutablePointer<UInt8>
    ) {
        switch comparison {
        case .equal: compare(one, other, into: out, ==)
        case .notEqual: compare(one, other, into: out, !=)
        case .less: compare(one, other, into: out, <)
        case .lessOrEqual: compare(one, other, into: out, <=)
        case .greater: compare(one, other, into: out, >)
        case .greaterOrEqual: compare(one, other, into: out, >=)
        }
    }

    @inline(__always)
    private func compare(
        _ one: RuleScratch.Level, _ other: RuleScratch.Level,
        into out: UnsafeMutablePointer<UInt8>, _ holds: (Double, Double) -> Bool
    ) {
        for index in 0..<count {
            let isNull = one.nulls[index] | other.nulls[index]
            out[index] = Self.truth(isNull, holds(one.numbers[index], other.numbers[index]))
        }
    }
}

// Numbers.
extension BlockEvaluation {
    private func evaluate(_ numeric: Numeric, into out: RuleScratch.Level, _ level: Int) {
        switch numeric {
        case .constant(let number):
            out.numbers.update(repeating: number, count: count)
            out.nulls.update(repeating: 0, count: count)
        case .column(let field): load(field, into: out)
        case .truth(let condition):
            let truths = scratch[level].truths
            evaluate(condition, into: truths, level + 1)
            for index in 0..<count {
                out.numbers[index] = truths[index] == Truth.yes ? 1 : 0
                out.nulls[index] = truths[index] == Truth.unknown ? 1 : 0
            }
        case .negated(let operand):
            evaluate(operand, into: out, level)
            for index in 0..<count { out.numbers[index] = -out.numbers[index] }
        case .absolute(let operand):
            evaluate(operand, into: out, level)
            for index in 0..<count { out.numbers[index] = out.numbers[index].magnitude }
        case .length(let text):
            for (index, row) in rows.enumerated() {
                let length = withText(text, row) { $0.scalarCount }
                out.numbers[index] = Double(length ?? 0)
                out.nulls[index] = length == nil ? 1 : 0
            }
        case .arithmetic(let operation, let left, let right):
            evaluate(left, into: out, level)
            evaluate(right, into: scratch[level], level + 1)
            compute(operation, out, scratch[level])
        }
    }

    private func load(_ field: Int, into out: RuleScratch.Level) {
        let column = block.columns[field]
        column.numbers.withUnsafeBufferPointer { numbers in
            column.nulls.withUnsafeBufferPointer { nulls in
                for (index, row) in rows.enumerated() {
                    out.numbers[index] = numbers[row]
                    out.nulls[index] = nulls[row]
                }
            }
        }
    }

    /// Writes over the first operand; what has no divisor becomes null.
    private func compute(
        _ operation: Arithmetic, _ out: RuleScratch.Level, _ other: RuleScratch.Level
    ) {
        let (left, right) = (out.numbers, other.numbers)
        for index in 0..<count { out.nulls[index] |= other.nulls[index] }
        switch operation {
        case .plus: for index in 0..<count { left[index] += right[index] }
        case .minus: for index in 0..<count { left[index] -= right[index] }
        case .times: for index in 0..<count { left[index] *= right[index] }
        case .seconds:
            for index in 0..<count { left[index] = (left[index] - right[index]) / 1e6 }
        case .divided, .remainder:
            for index in 0..<count {
                let result = operation(left[index], right[index])
                left[index] = result ?? 0
                out.nulls[index] |= result == nil ? 1 : 0
            }
        }
    }
}

// Texts.
extension BlockEvaluation {
    private func evaluateTexts(_ condition: Condition, into out: UnsafeMutablePointer<UInt8>) {
        for (index, row) in rows.enumerated() {
            let truth: Bool? =
                switch condition {
                case .isTextNull(let operand): withText(operand, row) { _ in false } ?? true
                case .isTextIn(let operand, let texts):
                    withText(operand, row) { texts.contains($0) }
                case .matches(let operand, let pattern):
                    withText(operand, row) { patterns[pattern].matches($0) }
                case .texts(let comparison, let left, let right):
                    withText(left, row) { one in
                        withText(right, row) { comparison(one.order(to: $0), 0) }
                    }
                default: nil
                }
            out[index] = truth.map { $0 ? Truth.yes : Truth.no } ?? Truth.unknown
        }
    }

    private func withText<Result>(
        _ operand: TextOperand, _ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
    ) -> Result? {
        switch operand {
        case .constant(let bytes): return bytes.withUnsafeBufferPointer(body)
        case .column(let field):
            guard block.columns[field].nulls[row] == 0 else { return nil }
            return body(block.columns[field].texts[row])
        }
    }
}
