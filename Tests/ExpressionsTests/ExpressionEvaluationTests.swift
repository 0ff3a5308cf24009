import Dataset
import Expressions
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ExpressionEvaluationTests {
    /// What a rule is for one row of cells: true, false or null.
    private func evaluate(
        _ source: String, _ cells: [(name: String, type: FieldType, text: String)]
    ) throws -> Bool? {
        let schema = ruleSchema(cells.map { ($0.name, $0.type) })
        let table = try RuleTable(schema, [cells.map(\.text)])
        let evaluator = try RuleEvaluator(CompiledRule(source, schema: schema))
        return evaluator.evaluate(row: { table.rows[0][$0] })
    }

    /// Against Python's arithmetic; see `Fixtures/make_expressions.py`.
    @Test func agreesWithPython() throws {
        let path = Tool.root.appending("Tests/ExpressionsTests/Fixtures/expressions.json")
        let fixture = try JSONValue(parsing: try Files.read(path))
        let fields = (fixture["columns"]?.arrayValue ?? []).compactMap { column in
            column["name"]?.stringValue.flatMap { name in
                column["type"]?.stringValue.flatMap(FieldType.init).map { (name, $0) }
            }
        }
        let schema = ruleSchema(fields, missing: ["", "NA"])
        let rows = (fixture["rows"]?.arrayValue ?? []).map { row in
            (row.arrayValue ?? []).compactMap(\.stringValue)
        }
        let table = try RuleTable(schema, rows)
        let cases = fixture["cases"]?.arrayValue ?? []
        try #require(cases.count >= 500 && rows.count >= 20)
        let block = table.block()
        for testCase in cases {
            let source = try #require(testCase.arrayValue?.first?.stringValue)
            let expected = try #require(testCase.arrayValue?.last?.stringValue)
            let evaluator = try RuleEvaluator(CompiledRule(source, schema: schema))
            #expect(table.verdicts(evaluator) == expected, "\(source)")
            var broken: [Int] = []
            evaluator.evaluate(block, into: &broken)
            let wrong = expected.enumerated().filter { $1 == "f" }.map(\.offset)
            #expect(broken == wrong, "\(source)")
        }
    }

    @Test(
        arguments: [
            ("a + b + c == 1", ["1", "0", "0"], true), ("a + b + c == 1", ["1", "1", "0"], false),
            ("a + b + c == 1", ["1", "", "0"], nil), ("a / b > 0", ["1", "0", "0"], nil),
            ("a % b == 0", ["1", "0", "0"], nil), ("a % b == -1", ["-7", "3", "0"], true),
            ("a == a", ["NaN", "0", "0"], false), ("a != a", ["NaN", "0", "0"], true),
            ("a in {1, 2}", ["NaN", "0", "0"], false), ("a in {-0}", ["0", "0", "0"], true),
            ("a * b > 0", ["1e308", "1e308", "0"], true),
            ("a is null => b == 2", ["", "2", "0"], true),
            ("a is null => b == 2", ["", "3", "0"], false),
            ("a > 0 or b > 0", ["", "1", "0"], true),
            ("a > 0 and b > 0", ["", "0", "0"], false), ("a > 0 and b > 0", ["", "1", "0"], nil),
            ("(a > 0) + (b > 0) == 2", ["3", "4", "0"], true), ("a < 1", ["x", "0", "0"], nil),
        ] as [(String, [String], Bool?)])
    func numbers(_ source: String, _ cells: [String], _ expected: Bool?) throws {
        let columns = zip(["a", "b", "c"], cells).map { ($0, FieldType.number, $1) }
        #expect(try evaluate(source, columns) == expected)
    }

    @Test func flags() throws {
        for (text, flag, expected) in [
            ("", "true", true), ("", "false", false), ("5", "true", false), ("5", "", nil),
        ] as [(String, String, Bool?)] {
            let found = try evaluate(
                "(age is null) == age_missing",
                [("age", .number, text), ("age_missing", .boolean, flag)]
            )
            #expect(found == expected)
        }
        #expect(try evaluate("p + q == 1", [("p", .boolean, "1"), ("q", .boolean, "0")]) == true)
    }

    @Test func moments() throws {
        let cells: [(name: String, type: FieldType, text: String)] = [
            ("d", .date, "2024-03-01"), ("w", .datetime, "2024-03-01T06:00:00"),
            ("clock", .time, "23:59:59"), ("year", .year, "2024"), ("month", .yearmonth, "2024-03"),
        ]
        #expect(try evaluate("w - d == 6 * 3600", cells) == true)
        #expect(try evaluate("w <= d", cells) == false)
        #expect(try evaluate("d >= '2024-02-29' and '2024-03-02' > d", cells) == true)
        #expect(try evaluate("clock < '23:59:59.5'", cells) == true)
        #expect(try evaluate("year == 2024 and year in {2023, 2024}", cells) == true)
        #expect(try evaluate("year < d and month == d", cells) == true)
    }

    @Test func texts() throws {
        let cells: [(name: String, type: FieldType, text: String)] = [
            ("code", .string, "ABC"), ("word", .string, "日本"), ("tags", .list, "a,b"),
        ]
        #expect(try evaluate("code matches '[A-Z]{3}'", cells) == true)
        #expect(try evaluate("code matches 'A|B|AB'", cells) == false)
        #expect(try evaluate("length(word) == 2", cells) == true)
        #expect(try evaluate("code < word and 'abd' > code", cells) == true)
        #expect(try evaluate("tags == 'a,b'", cells) == true)
    }

    /// A rule that is as deep as rules may be, in blocks of every size around the chunks'.
    @Test(arguments: [0, 1, 1023, 1024, 1025, 3000])
    func deepRules(rows: Int) throws {
        let schema = ruleSchema([("x", .number)])
        for source in [
            "x" + String(repeating: " + x", count: 998) + " != 999",
            String(repeating: "not ", count: 996) + "x is null or x != 1",
            String(repeating: "x == 2 or (", count: 498) + "x != 1"
                + String(repeating: ")", count: 498),
        ] {
            let evaluator = try RuleEvaluator(CompiledRule(source, schema: schema))
            var block = RuleBlock(schema)
            for row in 0..<rows { block.append(.number(row % 7 == 3 ? 1 : 5), to: 0) }
            var broken: [Int] = []
            evaluator.evaluate(block, into: &broken)
            #expect(broken == (0..<rows).filter { $0 % 7 == 3 }, "\(source.prefix(30))")
            block.removeAll()
            block.append(.number(1), to: 0)
            broken = []
            evaluator.evaluate(block, into: &broken)
            #expect(broken == [0])
        }
    }
}
