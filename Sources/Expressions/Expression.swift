/// A row rule as it is written, before a schema gives its names a type.
///
/// Two are equal if they say the same, wherever they stand in their source.
package struct Expression: Sendable {
    /// Trees deeper than this are refused, so that none can exhaust the stack.
    package static let maximumDepth = 1000

    package enum Literal: Hashable, Sendable {
        /// Finite.
        case number(Double)
        case text(String)
        case boolean(Bool)
    }

    package enum Function: String, CaseIterable, Sendable {
        case abs, length
    }

    package indirect enum Node: Hashable, Sendable {
        case literal(Literal)
        case column(String)
        case call(Function, Expression)
        case negated(Expression)
        case not(Expression)
        case binary(Operator, Expression, Expression)
        case isNull(Expression)
        /// One of literals of which there is at least one.
        case isIn(Expression, [Expression])
        /// A regular expression, which is a text.
        case matches(Expression, pattern: Expression)
    }

    package let node: Node
    /// Where it is pointed at: an operator's place or the start, in Unicode scalars.
    let offset: Int
    /// The longest way down from here, in nodes.
    let depth: Int

    package init(_ node: Node, at offset: Int = 0) {
        self.node = node
        self.offset = offset
        depth = 1 + (node.parts.map(\.depth).max() ?? 0)
    }
}

extension Expression: Hashable {
    package static func == (left: Expression, right: Expression) -> Bool {
        left.node == right.node
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(node) }
}

extension Expression.Node {
    fileprivate var parts: [Expression] {
        switch self {
        case .literal, .column: []
        case .call(_, let operand), .negated(let operand), .not(let operand),
            .isNull(let operand), .isIn(let operand, _), .matches(let operand, _):
            [operand]
        case .binary(_, let left, let right): [left, right]
        }
    }
}

/// What stands between two operands.
package enum Operator: String, CaseIterable, Hashable, Sendable {
    case implies = "=>"
    case or, and
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"

    var precedence: Precedence {
        switch self {
        case .implies: .implication
        case .or: .disjunction
        case .and: .conjunction
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .plus, .minus: .sum
        case .times, .divided, .remainder: .product
        }
    }
}

/// How tightly an operator binds, the loosest first.
enum Precedence: Int, Comparable {
    case implication, disjunction, conjunction, negation, comparison, sum, product, sign, primary

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// What an operand must have that this one's operator does not take apart.
    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
}
