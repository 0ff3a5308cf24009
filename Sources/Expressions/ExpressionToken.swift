/// A word of the row-rule language.
struct ExpressionToken {
    enum Kind: Hashable {
        case number(Double)
        case text(String)
        /// A column or a function.
        case name(String)
        /// A column in backquotes.
        case quotedName(String)
        case keyword(Keyword)
        case sign(Sign)
        case end
    }

    enum Keyword: String, CaseIterable {
        case and, or, not, `is`, null, `in`, matches, `true`, `false`
    }

    enum Sign: String, CaseIterable {
        case implies = "=>"
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divided = "/"
        case remainder = "%"
        case open = "("
        case close = ")"
        case openSet = "{"
        case closeSet = "}"
        case comma = ","
    }

    let kind: Kind
    /// Where it begins, in Unicode scalars.
    let offset: Int

    /// The operator that it is between two operands.
    var infix: Operator? {
        switch kind {
        case .keyword(let word): Operator(rawValue: word.rawValue)
        case .sign(let sign): Operator(rawValue: sign.rawValue)
        default: nil
        }
    }

    /// For messages.
    var phrase: String {
        switch kind {
        case .number(let number): "'\(number.ruleText)'"
        case .text: "a text"
        case .name(let name), .quotedName(let name): "'\(name)'"
        case .keyword(let word): "'\(word.rawValue)'"
        case .sign(let sign): "'\(sign.rawValue)'"
        case .end: "the rule ends"
        }
    }
}
