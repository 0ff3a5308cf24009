import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage

/// The first row of the training data as a request in the Open Inference Protocol: what a new
/// service must be able to answer.
///
/// A program that left an example of its own knows better.
enum InputExample {
    static func write(
        _ features: [Feature],
        from table: Table,
        to directory: FilePath
    ) throws(StorageError) {
        let path = directory.appending(ModelDirectory.exampleFile)
        guard !Files.exists(path) else { return }
        let inputs = features.map { feature in tensor(feature, row: 0, of: table) }
        let request: JSONValue = ["inputs": .array(inputs)]
        try Files.write(
            path,
            Array((request.canonicalText() + "\n").utf8)
        )
    }

    private static func tensor(_ feature: Feature, row: Int, of table: Table) -> JSONValue {
        let type: JSONValue
        var value: JSONValue = .null
        switch (feature.kind, table[feature.name]?.values) {
        case (.categorical, .text(let codes, let labels)):
            type = "BYTES"
            if codes[row] >= 0 { value = .string(labels[Int(codes[row])]) }
        case (.categorical, _): type = "BYTES"
        case (.boolean, .numeric(let numbers)):
            type = "BOOL"
            if !numbers[row].isNaN { value = .boolean(numbers[row] != 0) }
        case (.boolean, _): type = "BOOL"
        case (.numeric(let isInteger), let values):
            type = isInteger ? "INT64" : "FP64"
            if case .numeric(let numbers) = values, !numbers[row].isNaN {
                value =
                    isInteger
                    ? Int64(exactly: numbers[row]).map(JSONValue.integer) ?? .null
                    : .number(numbers[row])
            }
        }
        return [
            "name": .string(feature.name), "datatype": type, "shape": [1], "data": [value],
        ]
    }
}
