import Dataset
import Expressions
import TestSupport
import Testing

@Suite struct RowFilterTests {
    private static let schema = ruleSchema([
        ("mass", .number), ("sex", .string), ("day", .date), ("tagged", .boolean),
    ])
    private static let table = Table(
        columns: [
            Column(name: "mass", values: .numeric([3000, 4500, .nan, 5000, 4100])),
            Column(
                name: "sex",
                values: .text(codes: [0, 1, 0, -1, 0], labels: ["male", "female"])
            ),
            Column(
                name: "day",
                values: .text(
                    codes: [0, 1, 2, 3, -1],
                    labels: [
                        "2024-02-29", "2024-03-01", "2023-12-31", "someday",
                    ])
            ),
            Column(name: "tagged", values: .numeric([1, 0, 1, .nan, 1])),
        ],
        rowCount: 5
    )

    @Test(
        arguments: [
            ("mass > 4000", [1, 3, 4]), ("mass > 4000 and sex == 'male'", [4]),
            ("mass is null", [2]), ("sex is null", [3]), ("not sex == 'male'", [1]),
            ("day >= '2024-01-01'", [0, 1]), ("day is null", [3, 4]), ("tagged", [0, 2, 4]),
            ("sex matches 'fe.*'", [1]), ("length(sex) == 4", [0, 2, 4]), ("mass < 0", []),
        ])
    func picksTheRowsForWhichItIsTrue(_ source: String, _ rows: [Int]) throws {
        #expect(try RowFilter(source, schema: Self.schema).rows(of: Self.table) == rows)
    }

    /// Chunks are looked at by several threads and stay in their order.
    @Test func manyRows() throws {
        let count = 200_001
        let table = Table(
            columns: [
                Column(name: "mass", values: .numeric((0..<count).map { Double($0 % 11) })),
                Column(
                    name: "sex",
                    values: .text(codes: (0..<count).map { Int32($0 % 3) - 1 }, labels: ["a", "b"])
                ),
            ],
            rowCount: count
        )
        let filter = try RowFilter("mass == 5 and sex == 'b'", schema: Self.schema)
        let expected = (0..<count).filter { $0 % 11 == 5 && $0 % 3 == 2 }
        #expect(try filter.rows(of: table) == expected)
    }

    @Test func aColumnThatTheTableLacksIsNamed() throws {
        let filter = try RowFilter("tagged", schema: Self.schema)
        #expect {
            try filter.rows(of: Table(columns: [], rowCount: 3))
        } throws: { error in
            "\(error)".contains("the data has no column 'tagged'")
        }
    }

    @Test func aPatternThatTakesTooLongIsAnError() throws {
        let table = Table(
            columns: [
                Column(
                    name: "sex",
                    values: .text(codes: [0], labels: [String(repeating: "a", count: 60) + "!"])
                )
            ],
            rowCount: 1
        )
        let filter = try RowFilter("sex matches '(a+)+[bc]'", schema: Self.schema)
        #expect {
            try filter.rows(of: table)
        } throws: { error in
            "\(error)".contains("too many steps")
        }
    }
}
