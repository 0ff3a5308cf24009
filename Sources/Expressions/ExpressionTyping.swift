import Dataset

/// Gives each part of a rule its kind, by the fields of a schema.
struct ExpressionTyping {
    private let source: String
    private let schema: TableSchema
    private(set) var columns: Set<Int> = []
    private(set) var patterns: [String] = []

    init(_ source: String, _ schema: TableSchema) {
        self.source = source
        self.schema = schema
    }

    func error(_ problem: ExpressionError.Problem, at place: Expression)
        -> ExpressionError
    {
        ExpressionError(source: source, offset: place.offset, problem: problem)
    }

    func wrong(
        _ found: TypedExpression, _ needed: String, _ advice: String? = nil, at place: Expression
    ) -> ExpressionError {
        error(.wrongKind(found: found.phrase, needed: needed, advice: advice), at: place)
    }

    mutating func rule(_ expression: Expression) throws(ExpressionError) -> Condition {
        let condition = try condition(expression, "a rule must be true or false")
        guard !columns.isEmpty else { throw error(.noField, at: expression) }
        return condition
    }

    mutating func typed(_ expression: Expression) throws(ExpressionError)
        -> TypedExpression
    {
        switch expression.node {
        case .literal(.number(let number)): return .number(.constant(number))
        case .literal(.boolean(let flag)): return .condition(.constant(flag))
        case .literal(.text(let text)): return .text(.constant(Array(text.utf8)))
        case .column(let name): return try column(name, at: expression)
        case .call(.abs, let operand):
            return .number(.absolute(try number(operand, "'abs' needs a number")))
        case .call(.length, let operand): return .number(.length(try text(operand, "'length'")))
        case .negated(let operand): return .number(.negated(try number(operand, "'-' needs one")))
        case .not(let operand):
            return .condition(.not(try condition(operand, "'not' needs a condition")))
        case .isNull(let operand): return .condition(try typed(operand).nullness)
        case .isIn(let operand, let values):
            return .condition(try membership(operand, values, at: expression))
        case .matches(let operand, let pattern):
            let operand = try text(operand, "'matches'")
            return .condition(.matches(operand, pattern: try add(pattern)))
        case .binary(let sign, let left, let right):
            return try binary(sign, left, right, at: expression)
        }
    }

    private mutating func column(_ name: String, at place: Expression) throws(ExpressionError)
        -> TypedExpression
    {
        guard let index = schema.fields.firstIndex(where: { $0.name == name }) else {
            throw error(.unknownField(name, known: schema.fields.map(\.name)), at: place)
        }
        columns.insert(index)
        let field = schema.fields[index]
        switch field.type.ruleKind {
        case .number: return .number(.column(index))
        case .condition: return .condition(.column(index))
        case .text: return .text(.column(index))
        case .moment:
            do {
                return .moment(.column(index), try CellParser(field, of: schema))
            } catch {
                throw self.error(.badConstant(field.format ?? "", type: "a format"), at: place)
            }
        }
    }

    private mutating func condition(_ expression: Expression, _ need: String)
        throws(ExpressionError) -> Condition
    {
        let found = try typed(expression)
        guard case .condition(let condition) = found else {
            throw wrong(found, need, "compare it with something", at: expression)
        }
        return condition
    }

    private mutating func number(_ expression: Expression, _ need: String) throws(ExpressionError)
        -> Numeric
    {
        let found = try typed(expression)
        guard let number = found.numeric else { throw wrong(found, need, at: expression) }
        return number
    }

    private mutating func text(_ expression: Expression, _ word: String) throws(ExpressionError)
        -> TextOperand
    {
        let found = try typed(expression)
        guard case .text(let text) = found else {
            throw wrong(found, "\(word) needs a text", at: expression)
        }
        return text
    }

    /// The place of a pattern among the rule's.
    private mutating func add(_ pattern: Expression) throws(ExpressionError) -> Int {
        guard case .literal(.text(let text)) = pattern.node else {
            throw error(.wrongKind(found: "none", needed: "a pattern", advice: nil), at: pattern)
        }
        do {
            _ = try PatternMatcher(text, field: "")
        } catch {
            var reason = "\(error)"
            if case .badPattern(_, _, let own) = error { reason = own }
            throw self.error(.badPattern(text, reason: reason), at: pattern)
        }
        patterns.append(text)
        return patterns.count - 1
    }

    private mutating func binary(
        _ sign: Operator, _ left: Expression, _ right: Expression, at place: Expression
    ) throws(ExpressionError) -> TypedExpression {
        let need = "'\(sign.rawValue)' needs conditions"
        switch sign {
        case .implies:
            return .condition(.or(.not(try condition(left, need)), try condition(right, need)))
        case .or: return .condition(.or(try condition(left, need), try condition(right, need)))
        case .and: return .condition(.and(try condition(left, need), try condition(right, need)))
        case .equal: return try compare(.equal, left, right, at: place)
        case .notEqual: return try compare(.notEqual, left, right, at: place)
        case .less: return try compare(.less, left, right, at: place)
        case .lessOrEqual: return try compare(.lessOrEqual, left, right, at: place)
        case .greater: return try compare(.greater, left, right, at: place)
        case .greaterOrEqual: return try compare(.greaterOrEqual, left, right, at: place)
        case .plus: return try compute(.plus, sign, left, right)
        case .minus: return try compute(.minus, sign, left, right)
        case .times: return try compute(.times, sign, left, right)
        case .divided: return try compute(.divided, sign, left, right)
        case .remainder: return try compute(.remainder, sign, left, right)
        }
    }

    private mutating func compute(
        _ operation: Arithmetic, _ sign: Operator, _ left: Expression, _ right: Expression
    ) throws(ExpressionError) -> TypedExpression {
        let (first, second) = (try typed(left), try typed(right))
        if operation == .minus, case .moment(let later, let one) = first,
            case .moment(let earlier, let other) = second, one.isComparable(with: other)
        {
            return .number(.arithmetic(.seconds, later, earlier))
        }
        let need = "'\(sign.rawValue)' needs numbers"
        guard let one = first.numeric else { throw wrong(first, need, at: left) }
        guard let other = second.numeric else { throw wrong(second, need, at: right) }
        return .number(.arithmetic(operation, one, other))
    }
}
