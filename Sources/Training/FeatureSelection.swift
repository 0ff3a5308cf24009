import Dataset
import Model

/// Which columns a model is trained on, and how they are encoded.
enum FeatureSelection {
    private static let maximumCategories = 1000

    /// The features of a schema, with the categories that the schema or, without it, the data
    /// has.
    static func features(_ schema: TableSchema, in table: Table) throws(TrainingError) -> [Feature]
    {
        var features: [Feature] = []
        for field in schema.features {
            features.append(
                Feature(
                    name: field.name,
                    kind: try kind(of: field, in: table),
                    isRequired: field.constraints.required
                )
            )
        }
        guard !features.isEmpty else { throw .noFeatures }
        return features
    }

    /// The base model's features, with the categories that it has not seen at the end of each
    /// list: the codes it knows keep their meaning.
    static func features(
        _ schema: TableSchema,
        in table: Table,
        continuing base: ModelMetadata
    ) throws(TrainingError) -> [Feature] {
        let fresh = try features(schema, in: table)
        guard fresh.map(\.name) == base.inputs.map(\.name) else {
            throw .incompatibleBase(reason: "it has other features than the schema")
        }
        var merged: [Feature] = []
        for (old, new) in zip(base.inputs, fresh) {
            switch (old.kind, new.kind) {
            case (.categorical(let known), .categorical(let seen)):
                let all = known + seen.filter { !known.contains($0) }
                merged.append(
                    Feature(name: old.name, kind: .categorical(all), isRequired: new.isRequired)
                )
            case (.categorical, _), (_, .categorical):
                throw .incompatibleBase(reason: "'\(old.name)' has become of another type")
            default: merged.append(new)
            }
        }
        return merged
    }

    private static func kind(
        of field: TableField,
        in table: Table
    ) throws(TrainingError) -> Feature.Kind {
        switch field.type {
        case .integer: return .numeric(isInteger: true)
        case .number: return .numeric(isInteger: false)
        case .boolean: return .boolean
        case .string:
            let categories = field.categories ?? labels(of: field.name, in: table)
            guard categories.count <= maximumCategories else {
                throw .tooManyCategories(name: field.name, count: categories.count)
            }
            return .categorical(categories)
        default: throw .unsupportedFeature(name: field.name, type: field.type.rawValue)
        }
    }

    /// The texts that really occur in a column, sorted by their bytes.
    static func labels(of name: String, in table: Table) -> [String] {
        switch table[name]?.values {
        case .text(let codes, let labels):
            let used = Set(codes)
            return labels.indices.filter { used.contains(Int32($0)) }.map { labels[$0] }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        case .numeric(let numbers):
            return Set(numbers.filter { !$0.isNaN }).sorted().map(ClassLabel.text)
        case nil: return []
        }
    }
}
