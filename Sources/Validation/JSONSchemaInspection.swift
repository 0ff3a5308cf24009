import Dataset
import Expressions
import RunDocument

/// Goes through a JSON Schema once, so that holding values against it meets no surprise.
struct JSONSchemaInspection {
    /// Keywords that this program would have to ignore: refused, not passed silently.
    private static let unsupported = [
        "$dynamicRef", "$recursiveRef", "dependencies", "unevaluatedItems",
        "unevaluatedProperties",
    ]
    private static let types = [
        "null", "boolean", "string", "array", "object", "number", "integer",
    ]
    private static let numbers = [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains",
        "maxContains",
    ]
    private static let schemas = [
        "not", "if", "then", "else", "contains", "additionalProperties", "additionalItems",
        "propertyNames",
    ]
    private static let lists = ["allOf", "anyOf", "oneOf", "prefixItems"]
    private static let maps = [
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas",
    ]

    let root: JSONValue
    let field: String
    private(set) var patterns: [String: PatternMatcher] = [:]

    init(root: JSONValue, field: String) {
        self.root = root
        self.field = field
    }

    /// The place that a JSON Pointer in a fragment names (RFC 6901).
    static func resolve(_ reference: String, in root: JSONValue) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        let pointer = reference.dropFirst()
        guard !pointer.isEmpty else { return root }
        guard pointer.first == "/" else { return nil }
        var value = root
        for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let key = part.replacing("~1", with: "/").replacing("~0", with: "~")
            if let elements = value.arrayValue {
                guard let index = Int(key), elements.indices.contains(index) else { return nil }
                value = elements[index]
            } else {
                guard let member = value[String(key)] else { return nil }
                value = member
            }
        }
        return value
    }

    private func error(_ place: String, _ reason: String) -> SchemaError {
        .badJSONSchema(field: field, place: place, reason: reason)
    }

    mutating func inspect(_ schema: JSONValue, at place: String) throws(SchemaError) {
        guard let rules = schema.objectValue else {
            guard schema.booleanValue != nil else {
                throw error(place, "is \(schema.typeName), not an object or a boolean")
            }
            return
        }
        for key in rules.keys.sorted() {
            guard let value = rules[key] else { continue }
            let place = "\(place)/\(key)"
            guard !Self.unsupported.contains(key) else { throw error(place, "is not supported") }
            try inspectRule(key, value, at: place)
        }
    }

    private mutating func inspectRule(_ key: String, _ value: JSONValue, at place: String)
        throws(SchemaError)
    {
        switch key {
        case "$ref":
            guard let text = value.stringValue, Self.resolve(text, in: root) != nil else {
                throw error(place, "names no place in the schema")
            }
        case "type":
            let names = (value.arrayValue ?? [value]).map { $0.stringValue ?? "" }
            guard names.allSatisfy(Self.types.contains) else { throw error(place, "is no type") }
        case "enum", "required":
            guard value.arrayValue != nil else { throw error(place, "is not a list") }
        case "pattern": try compile(value.stringValue, at: place)
        case "items" where value.arrayValue != nil: try inspectList(value, at: place)
        case "items": try inspect(value, at: place)
        case _ where Self.numbers.contains(key):
            guard let number = value.doubleValue, key != "multipleOf" || number > 0 else {
                throw error(place, "is not a usable number")
            }
        case _ where Self.schemas.contains(key): try inspect(value, at: place)
        case _ where Self.lists.contains(key): try inspectList(value, at: place)
        case _ where Self.maps.contains(key):
            guard let members = value.objectValue else { throw error(place, "is not an object") }
            for (name, schema) in members.sorted(by: { $0.key < $1.key }) {
                if key == "patternProperties" { try compile(name, at: place) }
                try inspect(schema, at: "\(place)/\(name)")
            }
        default: break
        }
    }

    private mutating func inspectList(_ value: JSONValue, at place: String) throws(SchemaError) {
        guard let elements = value.arrayValue else { throw error(place, "is not a list") }
        for (index, element) in elements.enumerated() {
            try inspect(element, at: "\(place)/\(index)")
        }
    }

    private mutating func compile(_ pattern: String?, at place: String) throws(SchemaError) {
        guard let pattern else { throw error(place, "is not a string") }
        do {
            patterns[pattern] = try PatternMatcher(pattern, .anyPart)
        } catch { throw self.error(place, "cannot be read: \(error.reason)") }
    }
}
