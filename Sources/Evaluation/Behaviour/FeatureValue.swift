import Dataset
import Model
import RunDocument

/// What a row has in one column.
enum FeatureValue: Hashable, Sendable {
    case missing
    /// A number, or 1 and 0 for a boolean.
    case number(Double)
    case text(String)

    /// As a case writes it.
    func json(_ feature: Feature) -> JSONValue {
        switch self {
        case .missing: .null
        case .text(let text): .string(text)
        case .number(let number) where feature.kind == .boolean: .boolean(number != 0)
        case .number(let number): BehaviourText.json(number)
        }
    }
}

/// Numbers for people.
enum BehaviourText {
    /// With the digits of a 32-bit number, which is what models answer in.
    static func number(_ value: Double) -> String {
        Int(exactly: value).map { "\($0)" } ?? "\(Float(value))"
    }

    static func json(_ value: Double) -> JSONValue {
        Int64(exactly: value).map(JSONValue.integer) ?? .number(value)
    }
}

/// A model's columns, as cases name them.
struct CaseColumns: Sendable {
    let features: [Feature]
    private let positions: [String: Int]
    /// How texts of a column must be written, as dates; nil where any text will do.
    private let parsers: [CellParser?]

    init(_ metadata: ModelMetadata, schema: TableSchema?) {
        features = metadata.inputs
        positions = Dictionary(
            zip(features.map(\.name), 0...), uniquingKeysWith: { first, _ in first })
        parsers = features.map { feature in
            guard let schema, let field = schema[feature.name], !field.type.isNumeric else {
                return nil
            }
            return try? CellParser(field, of: schema)
        }
    }

    func position(_ key: String, in members: CaseMembers) throws(BehaviourError) -> Int {
        guard let position = positions[key] else {
            throw members.failure(
                at: key, "is no column that the model takes",
                hint: KnownWords(features.map(\.name)).hint(for: key))
        }
        return position
    }

    /// Reads a value of a column.
    ///
    /// - Parameter allowUnseen: whether a category that the model does not know is meant.
    func value(
        _ value: JSONValue, _ position: Int, in members: CaseMembers, allowUnseen: Bool
    ) throws(BehaviourError) -> FeatureValue {
        let feature = features[position]
        func wrongType(_ expected: String) -> BehaviourError {
            members.failure(at: feature.name, "is \(value.typeName), and the column \(expected)")
        }
        if value == .null {
            guard !feature.isRequired else {
                throw members.failure(at: feature.name, "is null, and the model needs a value")
            }
            return .missing
        }
        switch feature.kind {
        case .numeric(let isInteger):
            guard let number = value.doubleValue, number.isFinite else {
                throw wrongType("holds numbers")
            }
            guard !isInteger || number == number.rounded() else {
                throw members.failure(
                    at: feature.name, "is \(number), and the column holds integers")
            }
            return .number(number)
        case .boolean:
            guard let flag = value.booleanValue else { throw wrongType("holds true and false") }
            return .number(flag ? 1 : 0)
        case .categorical(let categories):
            guard let text = value.stringValue else { throw wrongType("holds texts") }
            try check(text, categories, position, in: members, allowUnseen)
            return .text(text)
        }
    }

    private func check(
        _ text: String, _ categories: [String], _ position: Int, in members: CaseMembers,
        _ allowUnseen: Bool
    ) throws(BehaviourError) {
        let name = features[position].name
        guard categories.isEmpty || categories.contains(text) || allowUnseen else {
            let nearest = KnownWords(categories).hint(for: text)
            throw members.failure(
                at: name, "is '\(text)', which the model has not seen",
                hint: "\(nearest); if it is meant, set \"allow_unseen\": true")
        }
        guard let parser = parsers[position], parser.constant(.string(text)) == nil else { return }
        throw members.failure(at: name, "is '\(text)', which is not \(parser.field.type.phrase)")
    }
}
