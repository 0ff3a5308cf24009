extension Expression {
    /// Reads a rule; `grammar` says its form.
    ///
    /// - Throws: `ExpressionError`, which says where the fault is.
    package init(parsing source: String) throws(ExpressionError) {
        var parser = ExpressionParser(
            source: source,
            tokens: try ExpressionLexer.tokens(of: source)
        )
        self = try parser.rule()
    }
}

/// A precedence-climbing parser; each of its loops takes at least one token.
private struct ExpressionParser {
    let source: String
    /// The last is the end.
    let tokens: [ExpressionToken]
    var position = 0
    var nesting = 0

    init(source: String, tokens: [ExpressionToken]) {
        self.source = source
        self.tokens = tokens
    }

    private var token: ExpressionToken { tokens[position] }

    private func error(_ problem: ExpressionError.Problem, at offset: Int) -> ExpressionError {
        ExpressionError(source: source, offset: offset, problem: problem)
    }

    private func unexpected(_ expected: String) -> ExpressionError {
        error(.unexpected(token.phrase, expected: expected), at: token.offset)
    }

    private mutating func take(_ kind: ExpressionToken.Kind) -> Bool {
        guard token.kind == kind, kind != .end else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ kind: ExpressionToken.Kind, _ phrase: String)
        throws(ExpressionError)
    {
        guard take(kind) else { throw unexpected(phrase) }
    }

    private func make(_ node: Expression.Node, at offset: Int) throws(ExpressionError) -> Expression
    {
        let expression = Expression(node, at: offset)
        guard expression.depth <= Expression.maximumDepth else {
            throw error(.tooDeep(limit: Expression.maximumDepth), at: offset)
        }
        return expression
    }

    mutating func rule() throws(ExpressionError) -> Expression {
        let rule = try expression(.implication)
        guard token.kind == .end else { throw unexpected("an operator or the end") }
        return rule
    }

    /// An operand and all operators behind it that bind at least that tightly.
    private mutating func expression(_ minimum: Precedence) throws(ExpressionError) -> Expression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Expression.maximumDepth else {
            throw error(.tooDeep(limit: Expression.maximumDepth), at: token.offset)
        }
        var left = try operand(minimum)
        var isCompared = false
        while let precedence = infixPrecedence, precedence >= minimum {
            if isCompared, precedence >= .comparison { throw error(.chained, at: token.offset) }
            isCompared = precedence == .comparison
            left = isCompared ? try comparison(left) : try binary(left)
        }
        return left
    }

    private var infixPrecedence: Precedence? {
        switch token.kind {
        case .keyword(.is), .keyword(.in), .keyword(.matches), .keyword(.not): .comparison
        default: token.infix?.precedence
        }
    }

    private mutating func binary(_ left: Expression) throws(ExpressionError) -> Expression {
        let offset = token.offset
        guard let sign = token.infix else { throw unexpected("an operator") }
        position += 1
        let right = try expression(sign == .implies ? sign.precedence : sign.precedence.next)
        return try make(.binary(sign, left, right), at: offset)
    }

    private mutating func comparison(_ left: Expression) throws(ExpressionError) -> Expression {
        if token.infix != nil { return try binary(left) }
        let offset = token.offset
        if take(.keyword(.is)) {
            let isNegated = take(.keyword(.not))
            try expect(.keyword(.null), "'null'")
            return try make(.isNull(left), isNegated, at: offset)
        }
        let isNegated = take(.keyword(.not))
        if take(.keyword(.in)) { return try make(.isIn(left, try values()), isNegated, at: offset) }
        guard take(.keyword(.matches)) else { throw unexpected("'in' or 'matches'") }
        let place = token.offset
        guard case .text(let pattern) = token.kind else { throw unexpected("a pattern in quotes") }
        position += 1
        let text = Expression(.literal(.text(pattern)), at: place)
        return try make(.matches(left, pattern: text), isNegated, at: offset)
    }

    private func make(_ node: Expression.Node, _ isNegated: Bool, at offset: Int)
        throws(ExpressionError) -> Expression
    {
        let positive = try make(node, at: offset)
        return isNegated ? try make(.not(positive), at: offset) : positive
    }

    /// `{1, 2}`, behind `in`.
    private mutating func values() throws(ExpressionError) -> [Expression] {
        try expect(.sign(.openSet), "'{' and values")
        var values: [Expression] = []
        repeat {
            let offset = token.offset
            let isNegative = take(.sign(.minus))
            switch token.kind {
            case .number(let number):
                values.append(
                    Expression(.literal(.number(isNegative ? -number : number)), at: offset)
                )
            case .text(let text) where !isNegative:
                values.append(Expression(.literal(.text(text)), at: offset))
            default: throw unexpected("a number or a text in quotes")
            }
            position += 1
        } while take(.sign(.comma))
        try expect(.sign(.closeSet), "',' or '}'")
        return values
    }

    private mutating func operand(_ minimum: Precedence) throws(ExpressionError) -> Expression {
        let offset = token.offset
        if token.kind == .keyword(.not), minimum <= .negation {
            position += 1
            return try make(.not(try expression(.negation)), at: offset)
        }
        if take(.sign(.minus)) { return try make(.negated(try expression(.sign)), at: offset) }
        if take(.sign(.open)) { return try closing(try expression(.implication)) }
        let node: Expression.Node
        switch token.kind {
        case .number(let number): node = .literal(.number(number))
        case .text(let text): node = .literal(.text(text))
        case .keyword(.true): node = .literal(.boolean(true))
        case .keyword(.false): node = .literal(.boolean(false))
        case .quotedName(let name): node = .column(name)
        case .name(let name):
            position += 1
            guard take(.sign(.open)) else { return try make(.column(name), at: offset) }
            return try call(name, at: offset)
        case .keyword(.null):
            throw error(.looseNull, at: offset)
        default: throw unexpected("a value")
        }
        position += 1
        return try make(node, at: offset)
    }

    private mutating func call(_ name: String, at offset: Int) throws(ExpressionError)
        -> Expression
    {
        guard let function = Expression.Function(rawValue: name.lowercased()) else {
            throw error(.unknownFunction(name), at: offset)
        }
        let operand = try closing(try expression(.implication))
        return try make(.call(function, operand), at: offset)
    }

    private mutating func closing(_ inner: Expression) throws(ExpressionError) -> Expression {
        try expect(.sign(.close), "')'")
        return inner
    }
}
