import Dataset
import RunDocument
import SystemPackage

/// Brings together what a model, its MLflow directory and the caller say of it.
struct MetadataResolution {
    /// The model, for messages.
    let path: String
    let format: String
    let dataFile: String
    let description: MLflowFile?
    let options: RuntimeOptions

    private var schema: TableSchema? { options.schema }

    /// The task as far as the schema says it.
    var task: DatasetKey.Task? {
        if let task = schema?.dataset.task { return task }
        guard let target = schema?.target else { return nil }
        switch target.type {
        case .number: return .regression
        case .integer: return target.categories == nil ? nil : Self.task(of: labels)
        default: return Self.task(of: labels)
        }
    }

    private static func task(of labels: [String]) -> DatasetKey.Task {
        labels.count == 2 ? .binary : .multiclass
    }

    /// - Throws: `ModelError.unknown`, `ModelError.unusableSignature`.
    func metadata(_ facts: ModelFacts) throws(ModelError) -> ModelMetadata {
        let isRegression = task.map { $0 == .regression } ?? !(facts.isClassifier ?? true)
        let labels = isRegression ? [] : try labels(facts)
        return ModelMetadata(
            format: format,
            task: isRegression ? .regression : Self.task(of: labels),
            target: schema?.target?.name ?? description?.output ?? "prediction",
            labels: labels,
            inputs: try inputs(facts),
            dataFile: dataFile,
            libraryVersion: facts.libraryVersion,
            usesBestRound: format == "xgboost"
                && MLflowFile.usesBestRound(description?.flavors[format]),
            runID: description?.runID,
            createdAt: description?.createdAt
        )
    }

    // MARK: Labels

    /// The target's labels as scikit-learn sorts them; empty if nobody says them.
    private var labels: [String] {
        guard let target = schema?.target else { return Self.sorted(options.labels) }
        if target.type == .boolean { return ["0", "1"] }
        let listed =
            target.categories
            ?? target.constraints.enumeration?.compactMap { $0.doubleValue.map(ClassLabel.text) }
        return Self.sorted(listed ?? options.labels)
    }

    /// Numbers by their value, texts by their bytes.
    private static func sorted(_ labels: [String]) -> [String] {
        let numbers = labels.compactMap { Double($0) }
        if numbers.count == labels.count {
            return zip(labels, numbers).sorted { $0.1 < $1.1 }.map(\.0)
        }
        return labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func labels(_ facts: ModelFacts) throws(ModelError) -> [String] {
        guard facts.labels.isEmpty else { return facts.labels }
        let known = labels
        if let count = facts.classCount {
            if known.isEmpty { return (0..<count).map { "\($0)" } }
            guard known.count == count else {
                throw .unusableSignature(
                    path: path,
                    reason:
                        "it has \(count) classes, and the data \(known.count): \(known.joined(separator: ", "))",
                    hint:
                        "list the labels that it was trained on in the schema, as the target's categories"
                )
            }
        }
        guard known.count > 1 else {
            throw .unknown(
                path: path, what: "which labels it predicts",
                hint: "name them in the schema, as the target's categories")
        }
        return known
    }

    // MARK: Features

    private func inputs(_ facts: ModelFacts) throws(ModelError) -> [Feature] {
        if let columns = description?.inputs { return columns.map(refined) }
        let features = (schema?.features ?? []).map(Feature.init)
        if !facts.featureNames.isEmpty, features.isEmpty || covers(facts.featureNames, features) {
            return facts.featureNames.map { name in
                features.first { $0.name == name }
                    ?? Feature(name: name, kind: .numeric(isInteger: false), isRequired: false)
            }
        }
        guard !features.isEmpty || format == "command" else {
            throw .unknown(
                path: path, what: "the names of its features",
                hint: "give a schema whose features are the model's, in their order")
        }
        if let count = facts.featureCount, count != features.count {
            throw .unusableSignature(
                path: path,
                reason: "it takes \(count) features, and the schema has \(features.count)",
                hint: #"give the other columns the role "ignore" in the schema"#)
        }
        return features
    }

    private func covers(_ names: [String], _ features: [Feature]) -> Bool {
        names.allSatisfy { name in features.contains { $0.name == name } }
    }

    /// A feature of the signature with what the schema knows better.
    private func refined(_ feature: Feature) -> Feature {
        guard let field = schema?[feature.name] else { return feature }
        return Feature(name: field.name, kind: Feature(field).kind, isRequired: feature.isRequired)
    }
}

extension Feature {
    /// The feature that a field of a schema is.
    init(_ field: TableField) {
        let kind: Kind =
            switch field.type {
            case .integer: .numeric(isInteger: true)
            case .number: .numeric(isInteger: false)
            case .boolean: .boolean
            default: .categorical(field.categories ?? [])
            }
        self.init(name: field.name, kind: kind, isRequired: field.constraints.required)
    }
}
