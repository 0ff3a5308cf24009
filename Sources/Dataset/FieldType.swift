/// The types of Frictionless Table Schema v2.
package enum FieldType: String, CaseIterable, Sendable {
    case string, number, integer, boolean, object, array, list, datetime, date, time, year
    case yearmonth, duration, geopoint, geojson, any

    /// What the items of a `list` may be.
    static let itemTypes: [FieldType] = [
        .string, .integer, .boolean, .number, .datetime, .date, .time,
    ]

    /// Whether a column of it holds numbers in a `Table`.
    package var isNumeric: Bool {
        switch self {
        case .number, .integer, .boolean: true
        default: false
        }
    }

    /// Whether its values have an order that bounds can use.
    var hasOrder: Bool {
        switch self {
        case .number, .integer, .date, .datetime, .time, .year, .yearmonth, .duration: true
        default: false
        }
    }

    /// Whether its values have a length.
    var hasLength: Bool {
        switch self {
        case .string, .array, .list, .object: true
        default: false
        }
    }

    /// The type with its article, for messages.
    package var phrase: String {
        switch self {
        case .integer: "an integer"
        case .object: "an object"
        case .array: "an array"
        case .any: "a value"
        default: "a \(rawValue)"
        }
    }
}

/// What a column is to a model.
package enum Role: String, CaseIterable, Sendable {
    case feature, target, weight, id, group, time, split, prediction, ignore
}

/// How a column's values are to be understood, beside their type.
package enum Semantic: String, CaseIterable, Sendable {
    case numerical, categorical, ordinal, text
}
