import Dataset
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What frictionless-py reads and refuses; see `Fixtures/make_frictionless.py`.
@Suite struct FrictionlessTests {
    private static let fixture = "Tests/DatasetTests/Fixtures/frictionless.json"

    /// Schemas that frictionless-py refuses and this program takes, by what it says of them.
    private static let taken: [(note: String, reason: String)] = [
        (
            "require datapackage v2",
            "a schema of v1, or without a '$schema', may use what v2 added: it has one meaning"
        ),
        ("requires datapackage v2", "the same for exclusive bounds"),
        (
            #"constraint "enum" is not supported by type "list""#,
            "Table Schema v2: 'enum' applies to all fields"
        ),
        (
            #"constraint "minimum" is not supported by type "duration""#,
            "Table Schema v2: bounds apply to durations"
        ),
    ]

    /// Schemas that frictionless-py takes and this program refuses, by this program's words.
    private static let refused: [(message: String, reason: String)] = [
        (
            "has the format 'invalid'",
            "frictionless-py finds out with the first cell, and then refuses them all"
        ),
        ("has no 'fields[0]'", "a table without columns cannot be checked"),
    ]

    /// Values that differ, by the format.
    private static let otherValues: [(format: String, reason: String)] = [
        (
            "%Y-%m-%dT%H:%M:%SZ",
            "a date whose pattern has a time keeps the time, which frictionless-py drops"
        )
    ]

    private func rows(_ key: String) throws -> [JSONValue] {
        let bytes = try Files.read(Tool.root.appending(Self.fixture), limit: 1 << 22)
        let document = try JSONValue(parsing: bytes)
        return try #require(document[key]?.arrayValue)
    }

    /// The outcome of one cell in the fixture's words.
    private func outcome(_ row: JSONValue) -> (outcome: String, value: CellValue?) {
        let field = row["field"] ?? .null
        guard let schema = try? TableSchema(json: ["fields": [field]]),
            let parser = try? CellParser(schema.fields[0], of: schema),
            let source = row["source"]?.stringValue
        else { return ("error", nil) }
        return Array(source.utf8).withUnsafeBufferPointer { cell in
            if parser.isMissing(cell) { return ("missing", nil) }
            let value = parser.value(cell)
            return (value == nil ? "error" : "value", value)
        }
    }

    private func value(_ json: JSONValue?) -> CellValue? {
        if let number = json?["number"]?.doubleValue { return .number(number) }
        if let moment = json?["moment"]?.integerValue { return .moment(Int64(moment)) }
        return json?["length"]?.integerValue.map { .text(length: $0) }
    }

    @Test func readsCellsAsFrictionlessDoes() throws {
        let rows = try rows("cells")
        try #require(rows.count > 300)
        var differences: [String] = []
        for row in rows {
            // Such a schema is refused as a whole; see `refused`.
            if row["field"]?["format"] == "invalid" { continue }
            let (outcome, found) = outcome(row)
            let expected = value(row["value"])
            let isOther = Self.otherValues.contains {
                row["field"]?["type"] == "date" && row["field"]?["format"] == .string($0.format)
            }
            let isEqual = expected == nil || found == expected || isOther
            if outcome != row["outcome"]?.stringValue || !isEqual {
                differences.append("\(row.canonicalText()): \(outcome)")
            }
        }
        #expect(differences == [])
    }

    @Test func takesTheSchemasThatFrictionlessTakes() throws {
        let rows = try rows("schemas")
        try #require(rows.count > 200)
        var explained = 0
        for row in rows {
            let notes = (row["errors"]?.arrayValue ?? []).compactMap(\.stringValue)
            let schema = try #require(row["schema"])
            var message: String?
            do throws(SchemaError) { _ = try TableSchema(json: schema) } catch {
                message = error.description
            }
            guard notes.isEmpty != (message == nil) else { continue }
            let isExplained =
                message.map { message in Self.refused.contains { message.contains($0.message) } }
                ?? notes.allSatisfy { note in Self.taken.contains { note.contains($0.note) } }
            explained += 1
            #expect(isExplained, "\(schema.canonicalText()): \(message ?? "taken"), not \(notes)")
        }
        #expect(explained * 20 <= rows.count)
    }
}
