/// Takes a rule's source apart into words.
struct ExpressionLexer {
    static let maximumLength = 65_536
    /// What people write who come from Python, R, C or SQL.
    private static let foreign = [
        ("<>", "'!='"), ("&&", "'and'"), ("||", "'or'"), ("=", "'=='"), ("&", "'and'"),
        ("|", "'or'"), ("!", "'not'"), ("~", "'not'"), ("[", "values in braces, as {1, 2}"),
    ]

    private let source: String
    private let scalars: [Unicode.Scalar]
    private var position = 0

    private init(_ source: String) {
        self.source = source
        scalars = Array(source.unicodeScalars)
    }

    static func tokens(of source: String) throws(ExpressionError) -> [ExpressionToken] {
        var lexer = ExpressionLexer(source)
        guard lexer.scalars.count <= maximumLength else {
            throw lexer.error(.tooLong(limit: maximumLength), at: maximumLength)
        }
        var tokens: [ExpressionToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private func error(_ problem: ExpressionError.Problem, at offset: Int) -> ExpressionError {
        ExpressionError(source: source, offset: offset, problem: problem)
    }

    private mutating func next() throws(ExpressionError) -> ExpressionToken {
        while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
        let start = position
        guard position < scalars.count else { return ExpressionToken(kind: .end, offset: start) }
        let scalar = scalars[position]
        let kind: ExpressionToken.Kind =
            switch scalar {
            case "\"", "'": .text(try quoted("text"))
            case "`": .quotedName(try quoted("name"))
            case _ where scalar.isDigit || scalar == "." && isDigit(position + 1):
                .number(try number())
            case _ where scalar.startsName: word()
            default: .sign(try sign())
            }
        return ExpressionToken(kind: kind, offset: start)
    }

    private func isDigit(_ index: Int) -> Bool { index < scalars.count && scalars[index].isDigit }

    /// What stands between two quotes; a doubled one is one of the text.
    private mutating func quoted(_ what: String) throws(ExpressionError) -> String {
        let start = position
        let quote = scalars[start]
        var text = String.UnicodeScalarView()
        position += 1
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            if scalar == quote {
                guard position < scalars.count, scalars[position] == quote else {
                    return String(text)
                }
                position += 1
            }
            text.append(scalar)
        }
        throw error(.unclosed(what), at: start)
    }

    private mutating func number() throws(ExpressionError) -> Double {
        let start = position
        skipDigits()
        if position < scalars.count, scalars[position] == "." {
            position += 1
            skipDigits()
        }
        if position < scalars.count, scalars[position] == "e" || scalars[position] == "E" {
            position += 1
            if position < scalars.count, scalars[position] == "-" || scalars[position] == "+" {
                position += 1
            }
            skipDigits()
        }
        // Letters that follow make it a word that is no number.
        while position < scalars.count, scalars[position].continuesName { position += 1 }
        let text = String(String.UnicodeScalarView(scalars[start..<position]))
        guard let number = Double(text), number.isFinite else {
            throw error(.badNumber(text), at: start)
        }
        return number
    }

    private mutating func skipDigits() { while isDigit(position) { position += 1 } }

    private mutating func word() -> ExpressionToken.Kind {
        var text = String.UnicodeScalarView()
        while position < scalars.count {
            let scalar = scalars[position]
            let isInnerDot =
                scalar == "." && position + 1 < scalars.count
                && scalars[position + 1].continuesName
            guard scalar.continuesName || isInnerDot else { break }
            text.append(scalar)
            position += 1
        }
        let word = String(text)
        return ExpressionToken.Keyword(rawValue: word.lowercased()).map { .keyword($0) }
            ?? .name(word)
    }

    private mutating func sign() throws(ExpressionError) -> ExpressionToken.Sign {
        let rest = scalars[position...].prefix(2)
        let pair = String(String.UnicodeScalarView(rest))
        if let (text, instead) = Self.foreign.first(where: { $0.0 == pair }) {
            throw error(.foreign(text, instead: instead), at: position)
        }
        for length in [2, 1] {
            let text = String(String.UnicodeScalarView(rest.prefix(length)))
            guard let sign = ExpressionToken.Sign(rawValue: text) else { continue }
            position += text.unicodeScalars.count
            return sign
        }
        let scalar = scalars[position]
        if let (text, instead) = Self.foreign.first(where: { $0.0 == String(scalar) }) {
            throw error(.foreign(text, instead: instead), at: position)
        }
        throw error(.unknownCharacter(scalar), at: position)
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

    fileprivate var startsName: Bool { self == "_" || properties.isXIDStart }

    fileprivate var continuesName: Bool { properties.isXIDContinue }

    /// Whether a name may begin with it without backquotes.
    static func mayStandBare(_ name: String) -> Bool {
        let scalars = Array(name.unicodeScalars)
        guard let first = scalars.first, first.startsName, scalars.last != "." else { return false }
        for (index, scalar) in scalars.enumerated() {
            guard scalar.continuesName || scalar == "." && scalars[index + 1].continuesName else {
                return false
            }
        }
        return ExpressionToken.Keyword(rawValue: name.lowercased()) == nil
    }
}
