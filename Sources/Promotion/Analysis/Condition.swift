/// A condition on a measured value, as `result <= 0.01` or `result < live * 1.2 || result < 5`.
///
/// The language is a small part of the one that Argo Rollouts' analyses have: `result` is the value
/// of the version that is tried out, `live` that of the live one.
package struct Condition: Hashable, Sendable {
    indirect enum Term: Hashable, Sendable {
        case number(Double)
        case result, live
        case operation(String, Term, Term)

        /// Whether it is true or false, and not a number.
        var isVerdict: Bool {
            if case .operation(let sign, _, _) = self { !"+-*/".contains(sign) } else { false }
        }
    }

    package let text: String
    private let term: Term

    /// - Throws: `ConditionError`.
    package init(_ text: String) throws(ConditionError) {
        self.text = text
        var parser = ConditionParser(text)
        term = try parser.condition()
    }

    /// Whether it holds; nil if a value that it speaks of is not there.
    package func holds(result: Double?, live: Double?) -> Bool? {
        Self.value(of: term, result, live).map { $0 != 0 }
    }

    /// True is 1.
    private static func value(of term: Term, _ result: Double?, _ live: Double?) -> Double? {
        switch term {
        case .number(let number): return number
        case .result: return result
        case .live: return live
        case .operation(let sign, let left, let right):
            guard let left = value(of: left, result, live),
                let right = value(of: right, result, live)
            else { return nil }
            return apply(sign, left, right)
        }
    }

    private static func apply(_ sign: String, _ left: Double, _ right: Double) -> Double {
        switch sign {
        case "+": left + right
        case "-": left - right
        case "*": left * right
        case "/": left / right
        case "<": left < right ? 1 : 0
        case "<=": left <= right ? 1 : 0
        case ">": left > right ? 1 : 0
        case ">=": left >= right ? 1 : 0
        case "==": left == right ? 1 : 0
        case "!=": left != right ? 1 : 0
        case "&&": left != 0 && right != 0 ? 1 : 0
        default: left != 0 || right != 0 ? 1 : 0
        }
    }
}

/// A condition that cannot be read.
package struct ConditionError: Error, Equatable {
    package let reason: String
}
