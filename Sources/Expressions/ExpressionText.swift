/// A rule as its author would write it: with no more parentheses than it needs.
extension Expression: CustomStringConvertible {
    package var description: String { text(.implication) }

    /// - Parameter minimum: looser operators stand in parentheses.
    private func text(_ minimum: Precedence) -> String {
        node.precedence < minimum ? "(\(node.text))" : node.text
    }

    fileprivate func operand(_ minimum: Precedence) -> String { text(minimum) }
}

extension Expression.Node {
    fileprivate var precedence: Precedence {
        switch self {
        case .literal, .column, .call: .primary
        case .negated: .sign
        case .not: .negation
        case .binary(let sign, _, _): sign.precedence
        case .isNull, .isIn, .matches: .comparison
        }
    }

    fileprivate var text: String {
        switch self {
        case .literal(let literal): literal.text
        case .column(let name):
            Unicode.Scalar.mayStandBare(name) ? name : name.quoted(with: "`")
        case .call(let function, let operand):
            "\(function.rawValue)(\(operand.operand(.implication)))"
        case .negated(let operand): "-" + operand.operand(.sign)
        case .not(let operand): "not " + operand.operand(.negation)
        case .binary(let sign, let left, let right):
            // Implication is grouped from the right, comparison is not grouped at all.
            left.operand(
                sign.precedence == .sum || sign.precedence == .product || sign == .and
                    || sign == .or ? sign.precedence : sign.precedence.next
            ) + " \(sign.rawValue) "
                + right.operand(sign == .implies ? sign.precedence : sign.precedence.next)
        case .isNull(let operand): operand.operand(.sum) + " is null"
        case .isIn(let operand, let values):
            operand.operand(.sum)
                + " in {\(values.map { $0.operand(.primary) }.joined(separator: ", "))}"
        case .matches(let operand, let pattern):
            operand.operand(.sum) + " matches " + pattern.operand(.primary)
        }
    }
}

extension Expression.Literal {
    fileprivate var text: String {
        switch self {
        case .number(let number): number.ruleText
        case .text(let text): text.quoted(with: "\"")
        case .boolean(let flag): flag ? "true" : "false"
        }
    }
}

extension Double {
    /// Integers without a fraction, as people write them.
    package var ruleText: String {
        magnitude < 1e15 && rounded() == self && !(self == 0 && sign == .minus)
            ? Int64(self).description : description
    }
}

extension String {
    fileprivate func quoted(with quote: Unicode.Scalar) -> String {
        var text = String.UnicodeScalarView([quote])
        for scalar in unicodeScalars {
            if scalar == quote { text.append(quote) }
            text.append(scalar)
        }
        text.append(quote)
        return String(text)
    }
}
