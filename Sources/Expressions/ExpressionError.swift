package import RunDocument

/// A row rule that cannot be used.
package struct ExpressionError: Failure, Equatable {
    package enum Problem: Equatable, Sendable {
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case unknownCharacter(Unicode.Scalar)
        /// A word or sign of other languages, and what is written here instead.
        case foreign(String, instead: String)
        case unclosed(String)
        case badNumber(String)
        case unexpected(String, expected: String)
        case chained
        case looseNull
        case unknownFunction(String)
        case unknownField(String, known: [String])
        case noField
        /// What it is, as `a number`, and what stands there needs, as `'and' needs a condition`.
        case wrongKind(found: String, needed: String, advice: String?)
        case incomparable(String, String, advice: String?)
        case badConstant(String, type: String)
        case badPattern(String, reason: String)
        /// The schema has it, and the table that is looked at has not.
        case absentColumn(String)
        /// A value takes a pattern more steps than it may take.
        case tooManySteps
    }

    package let source: String
    /// Of what is wrong, in Unicode scalars from 0.
    package let offset: Int
    package let problem: Problem

    package var exitStatus: ExitStatus { .configuration }

    package var description: String {
        "the rule '\(excerpt.text)', column \(offset + 1): \(problem.description)"
    }

    /// The rule, below it a caret at the fault and what may help.
    package var hint: String? {
        let caret = String(repeating: " ", count: excerpt.caret) + "^"
        return "\(excerpt.text)\n\(caret)" + (problem.advice.map { " \($0)" } ?? "")
    }

    /// The source around the fault, in one line.
    private var excerpt: (text: String, caret: Int) {
        let width = 60
        let scalars = source.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
        let start = max(0, min(offset - width / 2, scalars.count - width))
        let end = min(scalars.count, start + width)
        let text = String(String.UnicodeScalarView(scalars[start..<end]))
        return (
            (start > 0 ? "…" : "") + text + (end < scalars.count ? "…" : ""),
            offset - start + (start > 0 ? 1 : 0)
        )
    }
}

extension ExpressionError.Problem {
    var description: String {
        switch self {
        case .tooLong(let limit): "the rule is longer than \(limit) characters"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .unknownCharacter(let scalar): "unknown character '\(scalar)'"
        case .foreign(let sign, _): "'\(sign)' is not part of the language"
        case .unclosed(let quote): "the \(quote) that begins here does not end"
        case .badNumber(let text): "'\(text)' is not a number"
        case .unexpected(let found, let expected): "\(found) where \(expected) should be"
        case .chained: "comparisons do not chain"
        case .looseNull: "null is not a value to compute with"
        case .unknownFunction(let name): "unknown function '\(name)'"
        case .unknownField(let name, _): "the schema has no field '\(name)'"
        case .noField: "the rule is about no field"
        case .wrongKind(let found, let needed, _): "\(needed), and this is \(found)"
        case .incomparable(let left, let right, _): "\(left) is compared with \(right)"
        case .badConstant(let text, let type): "'\(text)' is not \(type)"
        case .badPattern(let pattern, let reason):
            "the pattern '\(pattern)' cannot be read: \(reason)"
        case .absentColumn(let name): "the data has no column '\(name)'"
        case .tooManySteps: "its pattern takes too many steps for a value of the data"
        }
    }

    var advice: String? {
        switch self {
        case .foreign(_, let instead): "write \(instead)"
        case .chained: "join them with 'and', or use parentheses"
        case .looseNull: "write 'x is null'"
        case .unknownFunction:
            "functions: \(Expression.Function.allCases.map(\.rawValue).joined(separator: ", "))"
        case .unknownField(_, let known):
            "fields: " + known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
        case .wrongKind(_, _, let advice), .incomparable(_, _, let advice): advice
        default: nil
        }
    }
}
