import FileStorage
import RunDocument
package import SystemPackage
import YAMLText

/// A model on disk: a directory with an `MLmodel` file, which MLflow can load too.
package struct ModelDirectory: Sendable {
    package static let metadataFile = "MLmodel"
    /// A request in the Open Inference Protocol that the model must be able to answer.
    package static let exampleFile = "input_example.json"

    package let path: FilePath
    package let metadata: ModelMetadata

    package init(loading path: FilePath) throws {
        guard Files.exists(path) else { throw StorageError.missing(path: path.string) }
        let file = path.appending(Self.metadataFile)
        guard Files.isDirectory(path), Files.exists(file) else {
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
        self.path = path
        metadata = try ModelMetadata(json, path: path.string)
        guard Files.kind(of: dataFile, followLinks: false) == .regular else {
            throw ModelError.notAModel(
                path: path.string,
                reason: "its file '\(metadata.dataFile)' is missing"
            )
        }
    }

    package var dataFile: FilePath { path.appending(metadata.dataFile) }

    /// Writes the `MLmodel` file of a directory that holds the model's own file already.
    package static func writeMetadata(_ metadata: ModelMetadata, to path: FilePath) throws {
        let text = try metadata.json.yamlText()
        try Files.write(path.appending(metadataFile), text.utf8)
    }
}
