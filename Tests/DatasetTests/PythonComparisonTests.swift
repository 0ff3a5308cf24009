import Dataset
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct PythonComparisonTests {
    /// A blank line is no record for Python, and one empty cell here.
    @Test func agreesWithPythonsReader() async throws {
        let count = 300
        try await withScratchDirectory { directory in
            let script = Tool.root.appending("Tests/Fixtures/dataset/random_tables.py")
            let result = try await Tool.shell(
                "exec python3 '\(script)' '\(directory)' \(count)",
                environment: ["PYTHONIOENCODING": "utf-8"]
            )
            try #require(result.status == 0, "\(result.errors)")
            let tables = try JSONValue(parsing: result.output).arrayValue ?? []
            try #require(tables.count == count)
            for (number, table) in tables.enumerated() {
                let expected = (table.arrayValue ?? []).map { record in
                    let cells = (record.arrayValue ?? []).compactMap(\.stringValue)
                    return cells.isEmpty ? [""] : cells
                }
                let source = DataSource.file(directory.appending("\(number).csv"))
                for size in smallChunks + [RecordScanner.defaultChunkSize] {
                    let cells = try scan(source, chunkSize: size).map(\.cells)
                    #expect(cells == expected, "table \(number), chunk \(size)")
                }
            }
        }
    }
}
