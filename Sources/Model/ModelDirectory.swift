import FileStorage
import RunDocument
package import SystemPackage
import YAMLText

/// A model on disk: a directory with an `MLmodel` file, which MLflow can load too, or a file
/// alone.
package struct ModelDirectory: Sendable {
    package static let metadataFile = "MLmodel"
    /// A request in the Open Inference Protocol that the model must be able to answer.
    package static let exampleFile = "input_example.json"

    /// What scores a model.
    enum Runtime: String, Sendable {
        case xgboost, onnx, command
    }

    /// The directory; that of the file if the model is one.
    package let path: FilePath
    package let metadata: ModelMetadata
    let runtime: Runtime
    /// The program of a model that a command scores.
    let command: [String]

    /// Reads what is known of a model, by whomever it was written.
    ///
    /// - Parameters:
    ///   - path: a directory with an `MLmodel` file, or a file `.onnx`, `.ubj` or `.json`.
    ///   - options: what the model may not say of itself.
    /// - Throws: `ModelError`, `StorageError`.
    package init(loading path: FilePath, options: RuntimeOptions = RuntimeOptions()) throws {
        guard Files.exists(path) else { throw StorageError.missing(path: path.string) }
        guard Files.isDirectory(path) else {
            self = try Self(file: path, options)
            return
        }
        let file = path.appending(Self.metadataFile)
        if let command = options.command, !Files.exists(file) {
            self = try Self(command: command, options, path)
            return
        }
        guard Files.exists(file) else {
            throw ModelError.notAModel(
                path: path.string,
                reason: "it is not a directory with an MLmodel file"
            )
        }
        let bytes = try Files.read(file, limit: 1 << 20)
        let json: JSONValue
        do {
            json = try JSONValue(yaml: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw ModelError.notAModel(path: path.string, reason: "MLmodel: \(error.reason)")
        }
        if json["flavors"]?["mlx"] != nil, options.command == nil {
            try self.init(path, ModelMetadata(json, path: path.string))
        } else {
            self = try Self(mlflow: json, path, options)
        }
    }

    /// A model of which everything is known.
    init(_ path: FilePath, _ metadata: ModelMetadata, command: [String] = []) throws {
        self.path = path
        self.metadata = metadata
        runtime = Runtime(rawValue: metadata.format) ?? .command
        self.command = command
        guard runtime != .command else { return }
        try Self.checkInside(metadata.dataFile, path.string)
        guard Files.kind(of: dataFile, followLinks: false) == .regular else {
            throw ModelError.notAModel(
                path: path.string,
                reason: "its file '\(metadata.dataFile)' is missing"
            )
        }
    }

    static func checkInside(_ file: String, _ path: String) throws(ModelError) {
        guard !file.isEmpty, !file.hasPrefix("/"), !file.split(separator: "/").contains("..")
        else { throw .notAModel(path: path, reason: "its file '\(file)' is outside of it") }
    }

    package var dataFile: FilePath { path.appending(metadata.dataFile) }

    /// Writes the `MLmodel` file of a directory that holds the model's own file already.
    package static func writeMetadata(_ metadata: ModelMetadata, to path: FilePath) throws {
        let text = try metadata.json.yamlText()
        try Files.write(path.appending(metadataFile), text.utf8)
    }
}
