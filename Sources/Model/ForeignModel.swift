import RunDocument
package import SystemPackage

/// Models that others wrote.
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

    init(file: FilePath, _ options: RuntimeOptions) throws {
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

    init(mlflow json: JSONValue, _ path: FilePath, _ options: RuntimeOptions) throws {
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
