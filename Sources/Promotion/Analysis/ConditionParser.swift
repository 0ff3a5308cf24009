/// Reads a condition by precedence: `||`, `&&`, comparisons, `+ -`, `* /`.
struct ConditionParser {
    private static let levels: [Set<String>] = [
        ["||"], ["&&"], ["<", "<=", ">", ">=", "==", "!="], ["+", "-"], ["*", "/"],
    ]
    private static let longest = 1000
    private static let deepest = 50

    private var words: [String]
    private var depth = 0

    init(_ text: String) {
        let sign =
            /\s*(\|\||&&|<=|>=|==|!=|[-+*\/<>()]|[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\w+|.)/
        words = text.prefix(Self.longest).matches(of: sign).map { String($0.1) }
        if words.last?.allSatisfy(\.isWhitespace) == true { words.removeLast() }
        words.reverse()
    }

    mutating func condition() throws(ConditionError) -> Condition.Term {
        let term = try term(at: 0)
        if let word = words.last { throw ConditionError(reason: "'\(word)' is not expected") }
        guard term.isVerdict else { throw ConditionError(reason: "it compares nothing") }
        return term
    }

    private mutating func term(at level: Int) throws(ConditionError) -> Condition.Term {
        guard level < Self.levels.count else { return try atom() }
        var left = try term(at: level + 1)
        while let sign = words.last, Self.levels[level].contains(sign) {
            words.removeLast()
            let right = try term(at: level + 1)
            guard left.isVerdict == (level < 2), right.isVerdict == (level < 2) else {
                throw ConditionError(
                    reason: level < 2
                        ? "'\(sign)' stands between comparisons"
                        : "'\(sign)' stands between numbers")
            }
            left = .operation(sign, left, right)
        }
        return left
    }

    private mutating func atom() throws(ConditionError) -> Condition.Term {
        guard let word = words.popLast() else { throw ConditionError(reason: "it ends too soon") }
        switch word {
        case "result": return .result
        case "live": return .live
        case "-":
            return .operation("-", .number(0), try atom())
        case "(":
            depth += 1
            guard depth <= Self.deepest else { throw ConditionError(reason: "it is too deep") }
            let term = try term(at: 0)
            guard words.popLast() == ")" else { throw ConditionError(reason: "a ')' is missing") }
            return term
        default:
            guard let number = Double(word), number.isFinite, word.first?.isNumber == true else {
                throw ConditionError(
                    reason: "'\(word)' is neither 'result' nor 'live' nor a number")
            }
            return .number(number)
        }
    }
}
