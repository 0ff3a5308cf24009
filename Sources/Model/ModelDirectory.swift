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
    private init(_ path: FilePath, _ metadata: ModelMetadata, command: [String] = []) throws {
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

    private static func checkInside(_ file: String, _ path: String) throws(ModelError) {
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

// MARK: Models that others wrote

extension ModelDirectory {
    /// A model that only a program of the user's knows.
    ///
    /// - Parameter path: what the program may look for in `$MLX_MODEL_DIR`; nil for nothing.
    /// - Throws: `ModelError.unknown` if the schema does not say what it predicts.
    package init(
        command: [String], _ options: RuntimeOptions, _ path: FilePath? = nil
    ) throws {
        let resolution = MetadataResolution(
            path: command.first ?? "", format: Runtime.command.rawValue, dataFile: "",
            description: nil, options: options)
        try self.init(path ?? "", resolution.metadata(ModelFacts()), command: command)
    }

    private init(file: FilePath, _ options: RuntimeOptions) throws {
        let name = file.lastComponent?.string ?? ""
        if let command = options.command {
            self = try Self(command: command, options, file)
            return
        }
        if FileForm.isPickle(name: name) { throw ModelError.pickle(path: file.string) }
        let runtime: Runtime? =
            switch file.extension {
            case "onnx": .onnx
            case "ubj", "json", "xgb": .xgboost
            default: nil
            }
        guard let runtime else {
            throw ModelError.notAModel(
                path: file.string, reason: "its name does not end in .onnx, .ubj or .json")
        }
        let resolution = MetadataResolution(
            path: file.string, format: runtime.rawValue, dataFile: name, description: nil,
            options: options)
        try self.init(
            file.removingLastComponent(),
            resolution.metadata(Self.facts(runtime, file, resolution)))
    }

    private init(mlflow json: JSONValue, _ path: FilePath, _ options: RuntimeOptions) throws {
        let description = try MLflowFile(json, path: path.string)
        let native = [Runtime.onnx, .xgboost].first { description.flavors[$0.rawValue] != nil }
        guard options.command == nil, let native else {
            guard options.command != nil || description.flavors["python_function"] != nil else {
                throw ModelError.unsupportedFormat(
                    path: path.string, flavors: description.flavors.keys.sorted())
            }
            let resolution = MetadataResolution(
                path: path.string, format: Runtime.command.rawValue, dataFile: "",
                description: description, options: options)
            let metadata = try resolution.metadata(ModelFacts())
            try self.init(
                path, metadata,
                command: options.command ?? MLflowWorker.command(for: path, metadata))
            return
        }
        guard let file = description.flavors[native.rawValue]?["data"]?.stringValue else {
            throw ModelError.notAModel(
                path: path.string, reason: "MLmodel has no valid 'flavors.\(native.rawValue).data'")
        }
        try Self.checkInside(file, path.string)
        if FileForm.isPickle(name: file) {
            throw ModelError.pickle(path: path.appending(file).string)
        }
        let resolution = MetadataResolution(
            path: path.string, format: native.rawValue, dataFile: file, description: description,
            options: options)
        try self.init(
            path,
            resolution.metadata(Self.facts(native, path.appending(file), resolution)))
    }

    private static func facts(
        _ runtime: Runtime, _ file: FilePath, _ resolution: MetadataResolution
    ) throws -> ModelFacts {
        switch runtime {
        case .onnx: try ModelFacts(onnx: file, task: resolution.task)
        case .xgboost: try ModelFacts(xgboost: file)
        case .command: ModelFacts()
        }
    }
}
