package import Dataset
import Expressions
import FileStorage
package import Model
package import RunDocument
package import SystemPackage

/// Behaviour cases of one file, a line each.
package struct BehaviourSuite: Sendable {
    private static let limit = 1 << 26

    package let cases: [BehaviourCase]
    private let file: String
    private let schema: TableSchema
    private let cells: CaseCells

    /// - Parameter labels: the model's; empty for a regression.
    /// - Throws: `StorageError`, `BehaviourError`, which names file, line and key, `SchemaError`.
    package init(
        reading path: FilePath, schema: TableSchema, labels: [String]
    ) throws {
        try self.init(
            try Files.read(path, limit: Self.limit), name: path.string, schema: schema,
            labels: labels)
    }

    package init(
        _ bytes: [UInt8], name: String, schema: TableSchema, labels: [String]
    ) throws {
        file = name
        self.schema = schema
        cells = try CaseCells(schema)
        var cases: [BehaviourCase] = []
        var names: Set<String> = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            let reader = BehaviourReader(
                file: name, line: index + 1, cells: cells, labels: labels)
            let read = try reader.read(line)
            guard names.insert(read.name).inserted else {
                throw BehaviourError.badLine(
                    file: name, line: index + 1, reason: "a second case is named '\(read.name)'",
                    hint: nil)
            }
            cases.append(read)
        }
        guard !cases.isEmpty else { throw BehaviourError.noCases(file: name) }
        self.cases = cases
    }

    /// Asks the model about all cases in one call, and judges its answers, a check for each case.
    ///
    /// - Parameter data: the test data that cases with `"from": "data"` take rows of.
    /// - Throws: what the predictor throws; `ExpressionError`.
    package func checks(of predictor: any Predictor, data: Table?) throws -> [Check] {
        var table = CaseTable(cells, data: data)
        var spans: [(rows: Int, start: Int)] = []
        for testCase in cases {
            let start = table.rowCount
            spans.append((try append(testCase, data, to: &table), start))
        }
        let predictions =
            table.rowCount == 0
            ? Predictions(rowCount: 0, labels: [], scores: [])
            : try predictor.predict(table.table)
        return zip(cases, spans).map { testCase, span in
            BehaviourVerdict(
                testCase, predictions, asked: table.table, rows: span.rows, start: span.start
            ).check(file: file)
        }
    }

    /// Adds each row as it is and, for a case with changes, then with each of them.
    ///
    /// - Returns: how many rows the case has.
    private func append(
        _ testCase: BehaviourCase, _ data: Table?, to table: inout CaseTable
    ) throws -> Int {
        let changes =
            testCase.kind == .minimumFunctionality ? [[:]] : [[:]] + testCase.changes
        switch testCase.input {
        case .rows(let rows):
            for row in rows { for change in changes { table.append(row, change) } }
            return rows.count
        case .data(let source, let limit):
            guard let data else { return 0 }
            let matching =
                try source.map { try RowFilter($0, schema: schema).rows(of: data) }
                ?? Array(0..<data.rowCount)
            let rows = EvenSample.rows(of: matching.count, atMost: limit).map { matching[$0] }
            for row in rows { for change in changes { table.append(dataRow: row, change) } }
            return rows.count
        }
    }
}
