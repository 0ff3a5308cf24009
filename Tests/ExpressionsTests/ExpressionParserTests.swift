import Dataset
import Expressions
import Testing

@Suite struct ExpressionParserTests {
    /// Sources and how they are written back.
    @Test(arguments: [
        ("a<=b", "a <= b"),
        ("a + b * c - d", "a + b * c - d"),
        ("(a + b) * c", "(a + b) * c"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a - b) - c", "a - b - c"),
        ("--a", "--a"),
        ("-(a + 1)", "-(a + 1)"),
        ("NOT a IS NULL AND b", "not a is null and b"),
        ("not (a and b)", "not (a and b)"),
        ("x is not null", "not x is null"),
        ("x not in {-1, 2.5}", "not x in {-1, 2.5}"),
        ("s not matches 'a\"b'", "not s matches \"a\"\"b\""),
        ("a => b => c", "a => b => c"),
        ("(a => b) => c", "(a => b) => c"),
        ("a or b and c", "a or b and c"),
        ("(a or b) and c", "(a or b) and c"),
        ("(a == b) == c", "(a == b) == c"),
        ("`net total` < `a``b`", "`net total` < `a``b`"),
        ("`in` + `sepal.length` < sepal.width", "`in` + sepal.length < sepal.width"),
        ("length(größe) == .5", "length(größe) == 0.5"),
        ("x == 1e300 or x == 1_0", nil),
        ("x == 12345678901234567890", "x == 1.2345678901234567e+19"),
    ])
    func writesBack(_ source: String, _ text: String?) throws {
        guard let text else {
            #expect(throws: ExpressionError.self) { try Expression(parsing: source) }
            return
        }
        let expression = try Expression(parsing: source)
        #expect(expression.description == text)
        #expect(try Expression(parsing: text) == expression)
    }

    /// Rules that cannot be used, with a caret below the fault.
    @Test(arguments: [
        ("departure <= arival", "             ^", "the schema has no field 'arival'"),
        ("x = 1", "  ^", "'=' is not part of the language"),
        ("x <> 1", "  ^", "'<>' is not part of the language"),
        ("x == 1 && y == 2", "       ^", "'&&' is not part of the language"),
        ("x in [1, 2]", "     ^", "'[' is not part of the language"),
        ("x in (1, 2)", "     ^", "'(' where '{' and values should be"),
        ("x in {}", "      ^", "'}' where a number or a text in quotes should be"),
        ("x in {1, 'a'}", "         ^", "a number is compared with a text"),
        ("0 < x < 10", "      ^", "comparisons do not chain"),
        ("x is null + 1", "          ^", "comparisons do not chain"),
        ("x == null", "     ^", "null is not a value to compute with"),
        ("x == ", "     ^", "the rule ends where a value should be"),
        ("", "^", "the rule ends where a value should be"),
        ("(x == 1", "       ^", "the rule ends where ')' should be"),
        ("x == 1)", "      ^", "')' where an operator or the end should be"),
        ("s == 'a", "     ^", "the text that begins here does not end"),
        ("`x == 1", "^", "the name that begins here does not end"),
        ("x == 1e999", "     ^", "'1e999' is not a number"),
        ("x == 1a", "     ^", "'1a' is not a number"),
        ("x == 1 ; y", "       ^", "unknown character ';'"),
        ("upper(s) == 'A'", "^", "unknown function 'upper'"),
        ("x == 'a'", "  ^", "a number is compared with a text"),
        ("s == 5", "  ^", "a text is compared with a number"),
        ("flag == 1", "     ^", "a condition is compared with a number"),
        ("flag < flag", "     ^", "a condition is compared with a condition"),
        ("d <= '2024-02-30'", "     ^", "'2024-02-30' is not a date"),
        ("d in {'2024-01-01', 'x'}", "                    ^", "'x' is not a date"),
        ("d < clock", "  ^", "a date is compared with a time"),
        ("d + 1 < 2", "^", "'+' needs numbers, and this is a date"),
        ("x", "^", "a rule must be true or false, and this is a number"),
        ("x and flag", "^", "'and' needs conditions, and this is a number"),
        ("not s", "    ^", "'not' needs a condition, and this is a text"),
        ("length(x) == 1", "       ^", "'length' needs a text, and this is a number"),
        ("x matches 'a'", "^", "'matches' needs a text, and this is a number"),
        ("s matches s", "          ^", "'s' where a pattern in quotes should be"),
        ("1 == 1", "  ^", "the rule is about no field"),
        ("x == 1\n  and s == 5", "               ^", "a text is compared with a number"),
    ])
    func pointsAtFaults(_ source: String, _ caret: String, _ problem: String) throws {
        let schema = ruleSchema([
            ("departure", .number), ("x", .number), ("s", .string), ("flag", .boolean),
            ("d", .date), ("clock", .time),
        ])
        let error = try #require(throws: ExpressionError.self) {
            try CompiledRule(source, schema: schema)
        }
        let lines = (error.hint ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        try #require(lines.count == 2)
        #expect(lines[0] == source.replacing("\n", with: " "))
        #expect(lines[1].hasPrefix(caret) && !lines[1].hasPrefix(caret + "^"))
        #expect(error.description.hasSuffix(", column \(caret.count): \(problem)"))
    }

    @Test func saysWhatMayHelp() throws {
        let schema = ruleSchema([("x", .number), ("flag", .boolean)])
        func hint(_ source: String) -> String? {
            do {
                _ = try CompiledRule(source, schema: schema)
                return nil
            } catch {
                return error.hint
            }
        }
        #expect(hint("y < 1") == "y < 1\n^ fields: x, flag")
        #expect(hint("flag == 1") == "flag == 1\n     ^ write 'flag' or 'not flag'")
        #expect(hint("x == '1'") == "x == '1'\n  ^ numbers stand without quotes")
    }

    @Test func showsTheFaultOfALongRule() throws {
        let source = (0..<100).map { "a\($0) < 1 or " }.joined() + "b = 1" + " or c < 1" * 20
        let error = try #require(throws: ExpressionError.self) { try Expression(parsing: source) }
        let lines = (error.hint ?? "").split(separator: "\n").map(Array.init)
        let caret = try #require(lines.last?.firstIndex(of: "^"))
        #expect(lines[0][caret] == "=")
        #expect(lines[0].count == 62)
    }

    @Test(arguments: [
        "(" * 1001 + "x" + ")" * 1001, "-" * 1001 + "x", "not " * 1001 + "x",
        "x" + " => x" * 1001, "x" + " + x" * 1001,
    ])
    func deepNestingIsRefused(_ source: String) throws {
        let error = try #require(throws: ExpressionError.self) { try Expression(parsing: source) }
        #expect(error.problem == .tooDeep(limit: 1000))
    }

    @Test func aLongRuleIsRefused() throws {
        let error = try #require(throws: ExpressionError.self) {
            try Expression(parsing: "x" * 65_537)
        }
        #expect(error.problem == .tooLong(limit: 65_536))
    }

    @Test func aBadPatternIsNamed() throws {
        let error = try #require(throws: ExpressionError.self) {
            try CompiledRule("s matches '[a'", schema: ruleSchema([("s", .string)]))
        }
        #expect(error.description.contains("the pattern '[a' cannot be read"))
    }

    /// Each form that the grammar names is read, and each word of the lexer stands in it.
    @Test func theGrammarIsComplete() {
        for sign in Operator.allCases {
            #expect(Expression.grammar.contains("\"\(sign.rawValue)\""))
        }
        for function in Expression.Function.allCases {
            #expect(Expression.grammar.contains("\"\(function.rawValue)\" \"(\""))
        }
    }
}

private func * (text: String, count: Int) -> String { String(repeating: text, count: count) }
