import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// A model that XGBoost's Python binding wrote, and what that says of some rows.
struct BindingCase {
    private let json: JSONValue
    private let labels: Int

    /// The cases of a file among the fixtures.
    static func all(_ file: String) throws -> [BindingCase] {
        let path = Tool.root.appending("Tests/ModelTests/Fixtures").appending(file)
        let fixture = try JSONValue(parsing: Files.read(path, limit: 1 << 24))
        return try #require(fixture["cases"]?.arrayValue).map(BindingCase.init)
    }

    private init(_ json: JSONValue) {
        self.json = json
        labels = Int(json["labels"]?.integerValue ?? 0)
    }

    /// Writes the model as a file.
    func write(to path: FilePath) throws {
        FileBytes.write(Array(try #require(json["model"]).canonicalText().utf8), to: path)
    }

    private func numbers(_ value: JSONValue?) -> [Double] {
        (value?.arrayValue ?? []).map { $0.stringValue.flatMap { Double($0) } ?? .nan }
    }

    /// What the binding says; of two labels only of the second.
    func scores(_ name: String = "scores") -> [Double] { numbers(json[name]) }

    var rows: Table {
        let rows = (json["rows"]?.arrayValue ?? []).map(numbers)
        let columns = (rows.first ?? []).indices.map { column in
            Column(name: "f\(column)", values: .numeric(rows.map { $0[column] }))
        }
        return Table(columns: columns, rowCount: rows.count)
    }

    /// What a model does not say of itself.
    var options: RuntimeOptions {
        let fields = rows.columns.map { TableField(name: $0.name, type: .number) }
        let target = TableField(
            name: "y", type: labels == 0 ? .number : .string, role: .target,
            categories: labels == 0 ? nil : (0..<labels).map { "\($0)" })
        return RuntimeOptions(schema: TableSchema(fields: fields + [target]))
    }

    /// The scores that correspond to the binding's.
    func comparable(_ scores: [Double]) -> [Double] {
        labels == 2 ? stride(from: 1, to: scores.count, by: 2).map { scores[$0] } : scores
    }
}
