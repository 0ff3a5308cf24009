import Dataset
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct PythonComparisonTests {
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
                // An empty line is an empty record for Python, and none here.
                let expected = (table.arrayValue ?? [])
                    .map { ($0.arrayValue ?? []).compactMap(\.stringValue) }
                    .filter { !$0.isEmpty }
                let source = DataSource.file(directory.appending("\(number).csv"))
                for size in smallBlocks + [ReadingOptions().blockSize] {
                    let cells = try scan(source, blockSize: size).map(\.cells)
                    #expect(cells == expected, "table \(number), block \(size)")
                }
            }
        }
    }
}
