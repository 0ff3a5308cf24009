import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport

/// The models that scikit-learn and PyTorch exported, and what the Python binding says of them.
struct ONNXFixture {
    static let directory = Tool.root.appending("Tests/ModelTests/Fixtures")
    static let rowCount = 200
    static let featureCount = 6

    private let document: JSONValue

    init() throws {
        document = try JSONValue(
            parsing: Files.read(Self.directory.appending("onnx.json"), limit: 1 << 24))
    }

    static func path(_ name: String) -> FilePath { directory.appending("\(name).onnx") }

    /// What the Python binding gave for an output, row by row.
    func output(_ output: String, of name: String) throws -> [Double] {
        try numbers(document["cases"]?[name]?["outputs"]?[output])
    }

    func texts(_ output: String, of name: String) -> [String] {
        let values = document["cases"]?[name]?["outputs"]?[output]?.arrayValue ?? []
        return values.compactMap(\.stringValue)
    }

    private func numbers(_ value: JSONValue?) throws -> [Double] {
        try (value?.arrayValue ?? []).map { value in
            guard let number = value.doubleValue ?? value.stringValue.flatMap({ Double($0) }) else {
                throw StorageError.missing(path: "onnx.json")
            }
            return number
        }
    }

    /// The rows of the models that take one matrix.
    func matrix() throws -> Table {
        let values = try numbers(document["features"])
        let columns = (0..<Self.featureCount).map { feature in
            Column(
                name: "f\(feature)",
                values: .numeric(
                    (0..<Self.rowCount).map { values[$0 * Self.featureCount + feature] }))
        }
        return Table(columns: columns, rowCount: Self.rowCount)
    }

    /// The rows of the pipeline with an input for each column, in another order than the model's.
    func columns() throws -> Table {
        let texts = (document["columns"]?["color"]?.arrayValue ?? []).compactMap(\.stringValue)
        let labels = Array(Set(texts)).sorted()
        let codes = texts.map { Int32(labels.firstIndex(of: $0) ?? -1) }
        return Table(
            columns: [
                Column(name: "color", values: .text(codes: codes, labels: labels)),
                Column(name: "count", values: .numeric(try numbers(document["columns"]?["count"]))),
                Column(
                    name: "sepal length",
                    values: .numeric(try numbers(document["columns"]?["sepal length"]))),
            ], rowCount: Self.rowCount)
    }

    static func schema(target: TableField) -> TableSchema {
        let features = (0..<featureCount).map { TableField(name: "f\($0)", type: .number) }
        return TableSchema(fields: features + [target])
    }

    static let binary = TableField(
        name: "y", type: .string, role: .target, categories: ["yes", "no"])
    static let number = TableField(name: "y", type: .number, role: .target)

    /// A loaded model.
    static func predictor(_ name: String, _ target: TableField = binary) throws -> any Predictor {
        let options = RuntimeOptions(threads: 2, schema: schema(target: target))
        return try Predictors.load(ModelDirectory(loading: path(name), options: options), options)
    }
}
