import Dataset
import Expressions
import RunDocument
import TestSupport
import Testing

/// Texts at random: whatever they are, they are read or refused, always in the same way.
@Suite struct ExpressionFuzzTests {
    private static let schema = ruleSchema([
        ("x", .number), ("y", .integer), ("s", .string), ("t", .any), ("p", .boolean),
        ("d", .date), ("w", .datetime), ("clock", .time), ("year", .year),
    ])
    private static let words = [
        "x", "y", "s", "t", "p", "d", "w", "clock", "year", "z", "1", "0", "2.5", "1e9", ".5",
        "'a'", "\"2024-01-01\"", "''", "true", "false", "null", "and", "or", "not", "is", "in",
        "matches", "abs", "length", "(", ")", "{", "}", ",", "==", "!=", "<", "<=", ">", ">=",
        "=>", "+", "-", "*", "/", "%", "=", "&", "`x`", "`", "'", "\"", "é", "\u{0}", "\u{301}",
        "🇩🇪", "\n", "(((", ")))", "not not", "--", "9999999999999999999999", "1e400", ".",
    ]

    /// Reads a source; what was read is written and read again.
    private func exercise(_ source: String) {
        let first = Result { try Expression(parsing: source) }
        switch (first, Result { try Expression(parsing: source) }) {
        case (.success(let expression), .success(let again)):
            #expect(expression == again)
            #expect((try? Expression(parsing: expression.description)) == expression, "\(source)")
            guard let rule = try? CompiledRule(source, schema: Self.schema),
                let evaluator = try? RuleEvaluator(rule)
            else { return }
            // A row of nulls is the same by both evaluators.
            var block = RuleBlock(Self.schema)
            for field in Self.schema.fields.indices { block.append(.null, to: field) }
            var broken: [Int] = []
            evaluator.evaluate(block, into: &broken)
            #expect((evaluator.evaluate(row: { _ in .null }) == false) == (broken == [0]))
        case (.failure(let error), .failure(let again)):
            #expect("\(error)" == "\(again)")
            #expect((error as? ExpressionError)?.hint?.contains("^") == true)
        default: Issue.record("read once and refused once: \(source)")
        }
    }

    @Test(arguments: 0..<4)
    func randomWords(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<7500 {
            let count = Int.random(in: 0...14, using: &random)
            let words = (0..<count).compactMap { _ in Self.words.randomElement(using: &random) }
            exercise(words.joined(separator: Bool.random(using: &random) ? " " : ""))
        }
    }

    @Test(arguments: 0..<4)
    func mutatedRules(seed: Int) {
        var random = SplitMix(seed: UInt64(100 + seed))
        for _ in 0..<5000 {
            var text = Array(RandomRule.rule(depth: 4, &random).description.unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text.remove(at: place)
                case 1: text[place] = Unicode.Scalar(UInt8.random(in: 0...127, using: &random))
                default: text.insert(contentsOf: text[..<place].suffix(5), at: place)
                }
            }
            exercise(String(String.UnicodeScalarView(text)))
        }
    }

    @Test(arguments: 0..<2)
    func whatIsWrittenIsRead(seed: Int) throws {
        var random = SplitMix(seed: UInt64(200 + seed))
        for _ in 0..<5000 {
            let expression = RandomRule.rule(depth: 5, &random)
            #expect(try Expression(parsing: expression.description) == expression)
            _ = try CompiledRule(expression.description, schema: Self.schema)
        }
    }

    /// The two evaluators are written apart; neither may trap.
    @Test func blocksAgreeWithRows() throws {
        var random = SplitMix(seed: 300)
        let cells = [
            ["", "0", "1", "-2.5", "NaN", "INF", "1e308"], ["", "0", "3", "x"],
            ["", "a", "A1", "日本"], ["", "a", "b"], ["", "true", "false"],
            ["", "2024-01-01", "0000-01-01", "9999-12-31"],
            ["", "2024-01-01T00:00:00", "1969-12-31T23:59:59.999999"], ["", "12:00:00"],
            ["", "2024", "1969"],
        ]
        let rows = (0..<53).map { _ in
            cells.compactMap { $0.randomElement(using: &random) }
        }
        let table = try RuleTable(Self.schema, rows)
        let block = table.block(times: 40)
        for _ in 0..<500 {
            let source = RandomRule.rule(depth: 5, &random).description
            let evaluator = try RuleEvaluator(CompiledRule(source, schema: Self.schema))
            let broken = table.verdicts(evaluator).enumerated().filter { $1 == "f" }.map(\.offset)
            var found: [Int] = []
            evaluator.evaluate(block, into: &found)
            let expected = (0..<40).flatMap { time in broken.map { $0 + time * rows.count } }
            #expect(found == expected, "\(source)")
        }
    }
}

/// Rules that fit the schema above.
private enum RandomRule {
    static func pick<Value>(_ values: Value..., using random: inout SplitMix) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    static func column(_ name: String) -> Expression { Expression(.column(name)) }

    static func literal(_ value: Expression.Literal) -> Expression { Expression(.literal(value)) }

    static func number(depth: Int, _ random: inout SplitMix) -> Expression {
        guard depth > 0, Int.random(in: 0..<4, using: &random) > 0 else {
            return pick(
                column("x"), column("y"), literal(.number(0)), literal(.number(2.5)),
                literal(.number(1e21)), using: &random
            )
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return Expression(.negated(number(depth: depth - 1, &random)))
        case 1: return Expression(.call(.abs, number(depth: depth - 1, &random)))
        case 2: return Expression(.call(.length, column(pick("s", "t", using: &random))))
        case 3: return Expression(.binary(.minus, column("d"), column("w")))
        case 4: return Expression(.call(.abs, condition(depth: depth - 1, &random)))
        default:
            let sign = pick(
                Operator.plus, .minus, .times, .divided, .remainder, using: &random
            )
            let left = number(depth: depth - 1, &random)
            return Expression(.binary(sign, left, number(depth: depth - 1, &random)))
        }
    }

    static func condition(depth: Int, _ random: inout SplitMix) -> Expression {
        guard depth > 0, Int.random(in: 0..<5, using: &random) > 0 else { return leaf(&random) }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return Expression(.not(condition(depth: depth - 1, &random)))
        case 1: return Expression(.isNull(condition(depth: depth - 1, &random)))
        case 2, 3:
            let left = number(depth: depth - 1, &random)
            return Expression(
                .binary(comparison(&random), left, number(depth: depth - 1, &random))
            )
        default:
            let sign = pick(
                Operator.implies, .or, .and, .equal, .notEqual, using: &random
            )
            let left = condition(depth: depth - 1, &random)
            return Expression(.binary(sign, left, condition(depth: depth - 1, &random)))
        }
    }

    /// A condition that is about a field for certain.
    static func rule(depth: Int, _ random: inout SplitMix) -> Expression {
        let sign = pick(Operator.implies, .or, .and, .equal, .notEqual, using: &random)
        return Expression(.binary(sign, leaf(&random), condition(depth: depth, &random)))
    }

    static func comparison(_ random: inout SplitMix) -> Operator {
        pick(
            .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, using: &random
        )
    }

    /// About one field at least, so that each rule is.
    static func leaf(_ random: inout SplitMix) -> Expression {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: column("p")
        case 1: Expression(.isNull(column(pick("x", "s", "p", "d", "clock", using: &random))))
        case 2:
            Expression(.isIn(column("x"), [literal(.number(-2.5)), literal(.number(1))]))
        case 3: Expression(.isIn(column("s"), [literal(.text("a")), literal(.text("\"'`"))]))
        case 4: Expression(.matches(column("s"), pattern: literal(.text("[A-Z]\\d?"))))
        case 5: Expression(.binary(comparison(&random), column("s"), column("t")))
        case 6:
            Expression(.binary(comparison(&random), column("d"), literal(.text("2024-01-01"))))
        default:
            Expression(.binary(comparison(&random), literal(.number(2024)), column("year")))
        }
    }
}
