import Dataset
import Evaluation
import Model
import RunDocument
import Synchronization
import Testing

@Suite struct OutputSchemaTests {
    private static let classes = OutputSchema(labels: ["a", "b"], task: .binary, target: nil)

    /// The names of the checks that failed, with their messages.
    private static func failed(_ checks: [Check]) -> [String] {
        checks.filter { $0.status == .failed }.map { "\($0.id): \($0.message ?? "")" }
    }

    private static func predictions(_ scores: [Double], labels: [String] = ["a", "b"])
        -> Predictions
    {
        Predictions(
            rowCount: scores.count / max(1, labels.count), labels: labels, scores: scores)
    }

    @Test func goodAnswersPass() {
        let checks = Self.classes.checks(
            Self.predictions([0.25, 0.75, 0.50004, 0.5]), inputRows: 2)
        #expect(Self.failed(checks).isEmpty)
        #expect(
            checks.map(\.id) == [
                "output/rows", "output/finite", "output/range", "output/sum", "output/labels",
            ])
    }

    @Test(
        arguments: [
            ([0.5, 0.5], 2, ["output/rows: the model answered 1 rows of 2"]),
            (
                [.nan, 0.5, 0.5, 0.5], 2,
                [
                    "output/finite: 1 row does not keep 'no NaN and no infinity'; row 1 has nan, 0.5"
                ]
            ),
            (
                [0.5, 0.5, -0.5, 1.5], 2,
                [
                    "output/range: 1 row does not keep 'scores from 0 to 1'; row 2 has -0.5, 1.5"
                ]
            ),
            (
                [0.5, 0.5002, 0.2, 0.2], 2,
                [
                    "output/sum: 2 rows do not keep 'scores sum to 1 ± 0.0001'; row 1 has 0.5, 0.5002"
                ]
            ),
        ] as [([Double], Int, [String])])
    func badScoresFail(_ scores: [Double], _ rows: Int, _ expected: [String]) {
        #expect(
            Self.failed(Self.classes.checks(Self.predictions(scores), inputRows: rows)) == expected)
    }

    @Test func otherLabelsFail() {
        let checks = Self.classes.checks(
            Self.predictions([0.5, 0.5], labels: ["a", "c"]), inputRows: 1)
        #expect(
            Self.failed(checks) == [
                "output/labels: the model gives labels that the data does not have: 'c' and never "
                    + "gives 'b'"
            ])
    }

    @Test func aRegressionKeepsTheBoundsOfItsTarget() {
        var field = TableField(name: "price", type: .number, role: .target)
        field.constraints.minimum = 0
        field.constraints.exclusiveMaximum = 100
        let schema = OutputSchema(labels: [], task: .regression, target: field)
        let checks = schema.checks(Self.predictions([0, 99, 100, -1], labels: []), inputRows: 4)
        #expect(
            Self.failed(checks) == [
                "output/range: 2 rows do not keep '>= 0.0, < 100.0'; row 3 has 100.0"
            ])
        #expect(checks.last?["rows"] == [3, 4])
    }

    @Test func labelsThatChangeAreFound() throws {
        let turn = Mutex(0)
        let moody = FakePredictor { table in
            let call = turn.withLock { turn in
                turn += 1
                return turn
            }
            return Predictions(
                rowCount: table.rowCount, labels: ["no", "yes"], scores: [0.5, 0.5, 0.5, 0.5],
                chosen: [0, call % 2])
        }
        let table = Table(columns: [Column(name: "x", values: .numeric([1, 2]))], rowCount: 2)
        let check = try OutputSchema.determinism(of: moody, on: table)
        #expect(check.status == .failed && check["rows"] == [2])
        #expect(check.message?.hasSuffix("row 2 has 'yes' and then 'no'") == true)
    }

    @Test func answersThatChangeAreFound() throws {
        let table = Table(
            columns: [Column(name: "x", values: .numeric([1, 2, 3]))], rowCount: 3)
        let steady = FormulaPredictor { row, _ in [row["x"] ?? 0] }
        #expect(try OutputSchema.determinism(of: steady, on: table).status == .passed)
        let calls = FormulaPredictor.Calls()
        let moody = FormulaPredictor { row, place in
            calls.rows.withLock { $0.append(place) }
            let seen = calls.rows.withLock { $0.count }
            return [(row["x"] ?? 0) + (seen > 3 && place == 1 ? 1 : 0)]
        }
        let check = try OutputSchema.determinism(of: moody, on: table)
        #expect(check.status == .failed && check["rows"] == [2])
        #expect(check.message?.hasSuffix("row 2 has 2.0 and then 3.0") == true)
    }
}
