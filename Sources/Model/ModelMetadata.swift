package import Dataset
package import RunDocument

/// What an `MLmodel` file says of a model.
package struct ModelMetadata: Hashable, Sendable {
    /// What scores it: `xgboost`, `onnx` or `command`.
    package var format: String
    package var task: DatasetKey.Task
    /// The column that the model predicts.
    package var target: String
    /// By the position of their score; empty for a regression.
    package var labels: [String]
    package var inputs: [Feature]
    /// The file with the model itself, relative to the directory.
    package var dataFile: String
    /// The version of the library that wrote the file.
    package var libraryVersion: String
    /// Whether the rounds of boosting behind the best one are left out, if a training was stopped
    /// early.
    package var usesBestRound: Bool
    package var runID: String?
    package var createdAt: String?

    package init(
        format: String,
        task: DatasetKey.Task,
        target: String,
        labels: [String],
        inputs: [Feature],
        dataFile: String,
        libraryVersion: String,
        usesBestRound: Bool = false,
        runID: String?,
        createdAt: String?
    ) {
        self.format = format
        self.task = task
        self.target = target
        self.labels = labels
        self.inputs = inputs
        self.dataFile = dataFile
        self.libraryVersion = libraryVersion
        self.usesBestRound = usesBestRound
        self.runID = runID
        self.createdAt = createdAt
    }
}

// MARK: As the members of an MLmodel file

extension ModelMetadata {
    /// The content of the file, as MLflow writes and reads it.
    package var json: JSONValue {
        .object([
            "flavors": ["mlx": mlxFlavor, "xgboost": xgboostFlavor],
            "run_id": runID.map(JSONValue.string) ?? .null,
            "signature": [
                "inputs": .string(JSONValue.array(inputs.map(\.column)).canonicalText()),
                "outputs": .string(JSONValue.array(outputColumns).canonicalText()),
            ],
            "utc_time_created": createdAt.map(JSONValue.string) ?? .null,
        ])
    }

    private var mlxFlavor: JSONValue {
        [
            "task": .string(task.rawValue), "target": .string(target),
            "labels": .array(labels.map(JSONValue.string)),
            "inputs": .array(inputs.map(\.json)),
        ]
    }

    private var xgboostFlavor: JSONValue {
        [
            "data": .string(dataFile), "model_class": "xgboost.core.Booster",
            "model_format": "ubj", "xgb_version": .string(libraryVersion),
        ]
    }

    private var outputColumns: [JSONValue] {
        let type: JSONValue = task == .regression ? "double" : "string"
        return [["name": .string(target), "type": type, "required": true]]
    }

    /// Reads the content of a file.
    ///
    /// - Parameter path: the model's directory, for messages.
    package init(_ json: JSONValue, path: String) throws(ModelError) {
        guard let flavors = json["flavors"]?.objectValue else {
            throw .notAModel(path: path, reason: "MLmodel has no 'flavors'")
        }
        let format = ["xgboost", "onnx"].first { flavors[$0] != nil }
        guard let flavor = flavors["mlx"], let format, let library = flavors[format] else {
            throw .unsupportedFormat(path: path, flavors: flavors.keys.sorted())
        }
        func required<Value>(_ name: String, _ value: Value?) throws(ModelError) -> Value {
            guard let value else {
                throw .notAModel(path: path, reason: "MLmodel has no valid '\(name)'")
            }
            return value
        }
        let labels = try required("flavors.mlx.labels", flavor["labels"]?.arrayValue)
        let inputs = try required("flavors.mlx.inputs", flavor["inputs"]?.arrayValue)
        var features: [Feature] = []
        for input in inputs {
            features.append(try required("flavors.mlx.inputs", Feature(input)))
        }
        self.init(
            format: format,
            task: try required(
                "flavors.mlx.task",
                flavor["task"]?.stringValue.flatMap(DatasetKey.Task.init(rawValue:))
            ),
            target: try required("flavors.mlx.target", flavor["target"]?.stringValue),
            labels: labels.compactMap(\.stringValue),
            inputs: features,
            dataFile: try required("flavors.\(format).data", library["data"]?.stringValue),
            libraryVersion: library["xgb_version"]?.stringValue ?? "0",
            usesBestRound: format == "xgboost" && MLflowFile.usesBestRound(library),
            runID: json["run_id"]?.stringValue,
            createdAt: json["utc_time_created"]?.stringValue
        )
        guard !inputs.isEmpty, self.labels.count == labels.count,
            task == .regression ? labels.isEmpty : labels.count > 1
        else { throw .notAModel(path: path, reason: "its inputs or labels make no sense") }
    }
}
