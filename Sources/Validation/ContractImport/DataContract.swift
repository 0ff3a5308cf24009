import Dataset
import RunDocument
import YAMLText

/// A contract by the Open Data Contract Standard, version 3 (bitol-io/open-data-contract-standard).
package struct DataContract {
    /// Members that the schema takes over.
    private static let known = ["schema", "kind", "apiVersion", "version", "id"]

    private let file: String
    private let members: JSONObject
    private let tables: [JSONObject]

    /// - Throws: `ContractError`.
    package init(yaml text: String, name file: String) throws(ContractError) {
        self.file = file
        let value: JSONValue
        do { value = try JSONValue(yaml: text) } catch {
            throw .notYAML(file: file, line: error.line, reason: error.reason)
        }
        guard let members = value.objectValue else {
            throw .wrongType(file: file, place: "the contract", expected: "a mapping")
        }
        self.members = members
        guard let kind = members["kind"]?.lexicalText, kind == "DataContract" else {
            throw .notAContract(file: file, found: members["kind"]?.lexicalText ?? "")
        }
        let version = members["apiVersion"]?.lexicalText ?? "v3"
        guard version.hasPrefix("v3") || version.hasPrefix("3") else {
            throw .unsupportedVersion(file: file, version: version)
        }
        let elements = (members["schema"]?.arrayValue ?? []).compactMap(\.objectValue)
        tables = elements.filter { $0["properties"]?.arrayValue?.isEmpty == false }
    }

    /// The names of the tables, and where they have one their physical names.
    private func isNamed(_ name: String, _ table: JSONObject) -> Bool {
        [table["name"], table["physicalName"]].contains(.string(name))
    }

    private func table(_ name: String?) throws(ContractError) -> JSONObject {
        let known = tables.compactMap { $0["name"]?.stringValue }
        guard let first = tables.first else { throw .noTable(file: file) }
        guard let name else {
            guard tables.count == 1 else { throw .severalTables(file: file, known: known) }
            return first
        }
        guard let table = tables.first(where: { isNamed(name, $0) }) else {
            throw .unknownTable(file: file, name: name, known: known)
        }
        return table
    }

    /// The schema of one table.
    ///
    /// Columns have their physical names where there are such: data files have them in their
    /// headers.
    /// - Parameter name: nil if there is but one.
    package func schema(table name: String? = nil) throws(ContractError) -> ImportedSchema {
        let table = try table(name)
        let tableName = table["name"]?.lexicalText ?? ""
        var builder = ContractTable(name: tableName)
        for (index, element) in (table["properties"]?.arrayValue ?? []).enumerated() {
            let place = "schema.\(tableName).properties[\(index)]"
            guard let members = element.objectValue else {
                throw .wrongType(file: file, place: place, expected: "a mapping")
            }
            guard let column = members["name"]?.lexicalText else {
                throw .wrongType(file: file, place: "\(place).name", expected: "a name")
            }
            guard builder.add(column, members) else {
                throw .repeatedColumn(file: file, table: tableName, name: column)
            }
        }
        builder.finish(table)
        let others = members.keys.filter { !Self.known.contains($0) }.sorted()
        if !others.isEmpty {
            builder.warn(
                "", "left out, as no check follows from it: \(others.joined(separator: ", "))")
        }
        return ImportedSchema(schema: builder.schema, warnings: builder.warnings)
    }
}
