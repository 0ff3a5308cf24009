package import RunDocument

/// The rules of one field.
package struct Constraints: Hashable, Sendable {
    package var required = false
    package var unique = false
    package var minLength: Int?
    package var maxLength: Int?
    /// Numbers, or texts for dates and times.
    package var minimum: JSONValue?
    package var maximum: JSONValue?
    package var exclusiveMinimum: JSONValue?
    package var exclusiveMaximum: JSONValue?
    /// A regular expression that a whole value must match.
    package var pattern: String?
    /// The `enum`: every value that is allowed.
    package var enumeration: [JSONValue]?
    /// A JSON Schema that objects and arrays must conform to.
    package var jsonSchema: JSONValue?

    package static let keys = [
        "enum", "exclusiveMaximum", "exclusiveMinimum", "jsonSchema", "maxLength", "maximum",
        "minLength", "minimum", "pattern", "required", "unique",
    ]

    package init() {}

    init(_ reader: SchemaReader, field: String, type: FieldType) throws(SchemaError) {
        for key in reader.members.keys.sorted() {
            guard Self.keys.contains(key) else {
                throw .unknownConstraint(field: field, key: key)
            }
            guard Self.applies(key, to: type) else {
                throw .misplacedConstraint(field: field, key: key, type: type)
            }
        }
        required = try reader.boolean("required") ?? false
        unique = try reader.boolean("unique") ?? false
        minLength = try reader.count("minLength")
        maxLength = try reader.count("maxLength")
        minimum = reader.members["minimum"]
        maximum = reader.members["maximum"]
        exclusiveMinimum = reader.members["exclusiveMinimum"]
        exclusiveMaximum = reader.members["exclusiveMaximum"]
        pattern = try reader.string("pattern")
        enumeration = try reader.optional("enum", "a list that is not empty") { value in
            value.arrayValue.flatMap { $0.isEmpty ? nil : $0 }
        }
        jsonSchema = try reader.optional("jsonSchema", "an object or a boolean") { value in
            value.objectValue == nil && value.booleanValue == nil ? nil : value
        }
    }

    private static func applies(_ key: String, to type: FieldType) -> Bool {
        switch key {
        case "minLength", "maxLength": type.hasLength
        case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum": type.hasOrder
        case "pattern": type == .string
        case "jsonSchema": type == .object || type == .array
        default: true
        }
    }

    /// The bounds that are set, by their names in the schema.
    package var bounds: [(key: String, value: JSONValue)] {
        [
            ("minimum", minimum), ("maximum", maximum), ("exclusiveMinimum", exclusiveMinimum),
            ("exclusiveMaximum", exclusiveMaximum),
        ].compactMap { key, value in value.map { (key, $0) } }
    }

    var json: JSONObject {
        var members: JSONObject = [:]
        if required { members["required"] = true }
        if unique { members["unique"] = true }
        members["minLength"] = minLength.map { .integer(Int64($0)) }
        members["maxLength"] = maxLength.map { .integer(Int64($0)) }
        for (key, value) in bounds { members[key] = value }
        members["pattern"] = pattern.map(JSONValue.string)
        members["enum"] = enumeration.map(JSONValue.array)
        members["jsonSchema"] = jsonSchema
        return members
    }
}
