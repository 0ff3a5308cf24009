import Dataset
import Evaluation
import Model
import RunDocument
import Synchronization
import Testing

@Suite struct BehaviourSuiteTests {
    private static let schema = TableSchema(fields: [
        TableField(name: "mass", type: .number), TableField(name: "sex", type: .string),
        TableField(name: "born", type: .date),
        TableField(name: "species", type: .string, role: .target),
    ])

    private static let data = Table(
        columns: [
            Column(name: "mass", values: .numeric([10, 20, .nan, 40])),
            Column(name: "sex", values: .text(codes: [0, 1, 1, -1], labels: ["male", "female"])),
        ],
        rowCount: 4)

    /// The score of `heavy` is a hundredth of the mass, a little more for males (four letters).
    private static let classifier = FormulaPredictor(labels: ["light", "heavy"]) { row, _ in
        let score = (row["mass"] ?? 0) / 100 + (row["sex"] == 4 ? 0.01 : 0)
        return [1 - score, score]
    }

    private static func checks(
        _ lines: String, _ model: FormulaPredictor = classifier, data: Table? = data
    ) throws -> [Check] {
        try BehaviourSuite(
            Array(lines.utf8), name: "cases.jsonl", schema: schema, labels: model.labels
        ).checks(of: model, data: data)
    }

    @Test(
        arguments: [
            (#"{"name":"a","input":{"mass":80,"sex":"male"},"expect":"heavy"}"#, nil),
            (
                #"{"name":"a","input":{"mass":20,"sex":"male"},"expect":"heavy"}"#,
                "1 of 1 failed; the answer is 'light', not 'heavy'"
            ),
            (
                #"{"name":"a","input":[{"mass":80},{"mass":70}],"expect":{"label":"heavy","score":{"heavy":{"min":0.75}}}}"#,
                "1 of 2 failed; the score of 'heavy' is 0.7, not >= 0.75"
            ),
            (
                #"{"name":"a","kind":"invariance","input":{"mass":80},"change":[{"sex":"male"},{"sex":"female"}],"tolerance":0.02}"#,
                nil
            ),
            (
                #"{"name":"a","kind":"invariance","input":{"mass":80},"change":{"sex":"male"},"tolerance":0.005}"#,
                "1 of 1 failed; the score of 'light' goes from 0.19999999999999996 to 0.18999999999999995"
            ),
            (
                #"{"name":"a","kind":"invariance","input":{"mass":49.5},"change":[{"sex":"female"},{"sex":"male"}]}"#,
                "1 of 1 failed; the answer goes from 'light' to 'heavy'"
            ),
            (
                #"{"name":"a","kind":"directional","input":{"mass":30},"change":{"mass":{"add":5}},"expect":{"heavy":"increase","light":"not_increase"}}"#,
                nil
            ),
            (
                #"{"name":"a","kind":"directional","input":{"mass":30},"change":{"mass":{"multiply":1.1}},"expect":{"heavy":"increase"},"tolerance":0.1}"#,
                "1 of 1 failed; the score of 'heavy' goes from 0.3 to 0.33, not 'increase'"
            ),
            (
                #"{"name":"a","input":{"from":"data","where":"sex == 'female'"},"expect":"light"}"#,
                "1 of 2 failed; the answer is 'heavy', not 'light'"
            ),
            (
                #"{"name":"a","input":{"from":"data","where":"mass > 99"},"expect":"light"}"#,
                "no row of the test data is one for it"
            ),
        ] as [(String, String?)])
    func casesAreJudged(_ line: String, _ message: String?) throws {
        // A missing mass is taken for a heavy one.
        let model = FormulaPredictor(labels: ["light", "heavy"]) { row, place in
            let mass = row["mass"] ?? 0
            return Self.classifier.formula(mass.isNaN ? ["mass": 90] : row, place)
        }
        let check = try #require(try Self.checks(line, model).first)
        #expect(check.id == "behaviour/a" && check.file == "cases.jsonl" && check.line == 1)
        #expect(check.message == message)
        #expect(check.status == (message == nil ? .passed : .failed))
    }

    @Test func allCasesAreAskedAtOnceAndToldByTheirLines() throws {
        let calls = FormulaPredictor(labels: ["light", "heavy"]) { row, _ in
            [1, 0]
        }
        let lines = """
            {"name":"one","input":{"from":"data","rows":3},"expect":"light"}

            {"name":"two","kind":"invariance","input":[{"mass":1},{"mass":2}],"change":{"mass":3}}
            {"name":"three","input":{"mass":2,"sex":null},"expect":"heavy","severity":"warning"}
            {"name":"four","input":[{"mass":1},{"mass":2}],"expect":"heavy","max_failure_rate":1}
            """
        let checks = try Self.checks(lines, calls)
        let asked = calls.calls.rows.withLock { $0 }
        #expect(asked == [10])
        #expect(checks.map(\.status) == [.passed, .passed, .warning, .passed])
        #expect(checks.map(\.line) == [1, 3, 4, 5])
        let example = checks[2]["examples"]?.arrayValue?.first?["input"]
        #expect(example == ["mass": 2, "sex": nil, "born": nil])
        #expect(checks[3].observed == 2)
    }

    @Test func numbersOfARegression() throws {
        let model = FormulaPredictor { row, _ in [2 * (row["mass"] ?? 0)] }
        let lines = """
            {"name":"a","input":{"mass":1},"expect":2}
            {"name":"b","input":{"mass":1},"expect":2.5,"tolerance":0.5}
            {"name":"c","input":{"mass":1},"expect":{"max":1.9}}
            {"name":"d","kind":"directional","input":{"mass":1},"change":{"mass":2},"expect":"decrease"}
            {"name":"e","kind":"invariance","input":{"mass":1},"change":{"sex":"male"}}
            {"name":"f","kind":"invariance","input":{"mass":1},"change":{"mass":2}}
            """
        let passed = try Self.checks(lines, model).map { $0.status == .passed }
        #expect(passed == [true, true, false, false, true, false])
    }

    @Test(
        arguments: [
            (
                #"{"name":"a","inputs":{},"expect":"heavy"}"#, "unknown key 'inputs'",
                "did you mean 'input'?"
            ),
            (
                #"{"name":"a","input":{"masss":1},"expect":"heavy"}"#, "unknown key 'input.masss'",
                "did you mean 'mass'?"
            ),
            (
                #"{"name":"a","input":{"mass":"x"},"expect":"heavy"}"#,
                #"'input.mass' is "x", not a number"#, nil
            ),
            (
                #"{"name":"a","input":{"born":"tuesday"},"expect":"heavy"}"#,
                #"'input.born' is "tuesday", not a date"#, nil
            ),
            (
                #"{"name":"a","input":{"mass":1},"expect":"heavyy"}"#,
                "'expect' is 'heavyy', no label of the model", "did you mean 'heavy'?"
            ),
            (
                #"{"name":"a","kind":"invarianc","input":{"mass":1}}"#, "unknown kind 'invarianc'",
                "did you mean 'invariance'?"
            ),
            (#"{"name":"a","kind":"invariance","input":{"mass":1}}"#, "needs a 'change'", nil),
            (
                #"{"name":"a","kind":"directional","input":{"mass":1},"change":{"mass":2},"expect":{"heavy":"increse"}}"#,
                "'expect.heavy' is no direction", "did you mean 'increase'?"
            ),
            (
                #"{"name":"a","input":{"mass":1},"change":{"mass":2},"expect":"heavy"}"#,
                "'change' belongs to", nil
            ),
            (
                #"{"name":"a","input":{"species":"x"},"expect":"heavy"}"#,
                "unknown key 'input.species'",
                "known here: mass, sex, born"
            ),
            (
                #"{"name":"a","input":{"mass":1},"expect":"heavy","max_failure_rate":2}"#,
                "'max_failure_rate' is 2", nil
            ),
            (
                #"{"name":"a","input":{"from":"data","rows":0},"expect":"heavy"}"#,
                "'input.rows' is not a whole number", nil
            ),
            (#"{"name":"a""#, "column 11:", nil), ("[]", "a case is not an object", nil),
            (
                #"{"name":"first","input":{"mass":1},"expect":"heavy"}"#,
                "a second case is named 'first'", nil
            ),
        ] as [(String, String, String?)])
    func badLinesAreNamed(_ line: String, _ reason: String, _ hint: String?) {
        let first = #"{"name":"first","input":{"mass":1},"expect":"heavy"}"#
        #expect {
            try Self.checks("\(first)\n\(line)")
        } throws: { error in
            guard let error = error as? BehaviourError else { return false }
            return error.description.hasPrefix("'cases.jsonl', line 2: ")
                && error.description.contains(reason) && (hint == nil || error.hint == hint)
        }
    }

    @Test func aFileWithoutCasesIsRefused() {
        #expect(throws: BehaviourError.noCases(file: "cases.jsonl")) { try Self.checks("\n \n") }
    }
}
