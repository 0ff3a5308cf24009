import Dataset
import Expressions
import RunDocument

/// A JSON Schema (draft 2020-12, and what older drafts have besides) that values are held against.
///
/// References go to places in the schema itself, as `#/$defs/name`. `format` and the content
/// keywords only describe, as the standard has it.
final class JSONSchema {
    /// Deeper references are a circle.
    private static let maximumDepth = 128

    private let root: JSONValue
    private var patterns: [String: PatternMatcher] = [:]

    /// - Throws: `SchemaError.badJSONSchema` for what cannot be read, and for what this program
    ///   does not check.
    init(_ schema: JSONValue, field: String) throws(SchemaError) {
        root = schema.withoutNumberForms
        var inspection = JSONSchemaInspection(root: root, field: field)
        try inspection.inspect(root, at: "#")
        patterns = inspection.patterns
    }

    /// Whether a value took too long to match a pattern; see `PatternMatcher`.
    var hasGivenUp: Bool { patterns.values.contains(where: \.hasGivenUp) }

    /// - Parameter value: with all its numbers as doubles.
    func accepts(_ value: JSONValue) -> Bool { accepts(value, root, 0) }

    private func accepts(_ value: JSONValue, _ schema: JSONValue, _ depth: Int) -> Bool {
        guard depth < Self.maximumDepth else { return false }
        guard let rules = schema.objectValue else { return schema.booleanValue ?? true }
        if let pointer = rules["$ref"]?.stringValue {
            guard let target = JSONSchemaInspection.resolve(pointer, in: root),
                accepts(value, target, depth + 1)
            else { return false }
        }
        return hasType(value, rules) && isAllowed(value, rules)
            && combinesWell(value, rules, depth + 1)
            && suitsNumber(value, rules) && suitsText(value, rules)
            && suitsArray(value, rules, depth + 1) && suitsObject(value, rules, depth + 1)
    }

    private func hasType(_ value: JSONValue, _ rules: JSONObject) -> Bool {
        guard let type = rules["type"] else { return true }
        let names = type.arrayValue ?? [type]
        return names.contains { name in
            switch (name.stringValue, value) {
            case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array),
                ("object", .object), ("number", .number), ("number", .literal):
                true
            case ("integer", .number(let number)): number.rounded() == number
            default: false
            }
        }
    }

    private func isAllowed(_ value: JSONValue, _ rules: JSONObject) -> Bool {
        (rules["enum"]?.arrayValue?.contains(value) ?? true)
            && (rules["const"].map { $0 == value } ?? true)
    }

    private func combinesWell(_ value: JSONValue, _ rules: JSONObject, _ depth: Int) -> Bool {
        let holds: (JSONValue) -> Bool = { self.accepts(value, $0, depth) }
        if let all = rules["allOf"]?.arrayValue, !all.allSatisfy(holds) { return false }
        if let any = rules["anyOf"]?.arrayValue, !any.contains(where: holds) { return false }
        if let one = rules["oneOf"]?.arrayValue, one.count(where: holds) != 1 { return false }
        if let other = rules["not"], holds(other) { return false }
        guard let condition = rules["if"] else { return true }
        return rules[holds(condition) ? "then" : "else"].map(holds) ?? true
    }

    private func suitsNumber(_ value: JSONValue, _ rules: JSONObject) -> Bool {
        guard let number = value.doubleValue else { return true }
        func bound(_ key: String, _ isInside: (Double, Double) -> Bool) -> Bool {
            rules[key]?.doubleValue.map { isInside(number, $0) } ?? true
        }
        return bound("minimum", >=) && bound("maximum", <=) && bound("exclusiveMinimum", >)
            && bound("exclusiveMaximum", <)
            && bound("multipleOf") { number, factor in
                // 0.3 is a multiple of 0.1, though not of the double that is nearest to it.
                let quotient = number / factor
                return abs(quotient - quotient.rounded()) <= 1e-9 * max(1, abs(quotient))
            }
    }

    private func suitsText(_ value: JSONValue, _ rules: JSONObject) -> Bool {
        guard let text = value.stringValue else { return true }
        guard isWithin(text.unicodeScalars.count, "minLength", "maxLength", rules) else {
            return false
        }
        return rules["pattern"]?.stringValue.map { contains(text, $0) } ?? true
    }

    private func contains(_ text: String, _ pattern: String) -> Bool {
        patterns[pattern]?.matches(text) ?? false
    }

    private func isWithin(_ count: Int, _ least: String, _ most: String, _ rules: JSONObject)
        -> Bool
    {
        let count = Double(count)
        return count >= rules[least]?.doubleValue ?? 0
            && count <= rules[most]?.doubleValue ?? .infinity
    }

    private func suitsArray(_ value: JSONValue, _ rules: JSONObject, _ depth: Int) -> Bool {
        guard let elements = value.arrayValue else { return true }
        guard isWithin(elements.count, "minItems", "maxItems", rules) else { return false }
        if rules["uniqueItems"] == true, Set(elements).count != elements.count { return false }
        let fixed = rules["prefixItems"]?.arrayValue ?? rules["items"]?.arrayValue ?? []
        guard zip(elements, fixed).allSatisfy({ accepts($0, $1, depth) }) else { return false }
        let others = rules["items"]?.arrayValue == nil ? rules["items"] : rules["additionalItems"]
        if let others, !elements.dropFirst(fixed.count).allSatisfy({ accepts($0, others, depth) }) {
            return false
        }
        guard let contained = rules["contains"] else { return true }
        let least = rules["minContains"]?.doubleValue ?? 1
        let count = Double(elements.count { accepts($0, contained, depth) })
        return count >= least && count <= rules["maxContains"]?.doubleValue ?? .infinity
    }

    private func suitsObject(_ value: JSONValue, _ rules: JSONObject, _ depth: Int) -> Bool {
        guard let members = value.objectValue else { return true }
        guard isWithin(members.count, "minProperties", "maxProperties", rules) else {
            return false
        }
        var required = rules["required"]?.arrayValue ?? []
        for (key, names) in rules["dependentRequired"]?.objectValue ?? [:]
        where members[key] != nil {
            required += names.arrayValue ?? []
        }
        guard required.allSatisfy({ $0.stringValue.flatMap { members[$0] } != nil }) else {
            return false
        }
        for (key, schema) in rules["dependentSchemas"]?.objectValue ?? [:]
        where members[key] != nil && !accepts(value, schema, depth) {
            return false
        }
        return members.allSatisfy { suitsMember($0.key, $0.value, rules, depth) }
    }

    private func suitsMember(
        _ key: String,
        _ value: JSONValue,
        _ rules: JSONObject,
        _ depth: Int
    ) -> Bool {
        if let names = rules["propertyNames"], !accepts(.string(key), names, depth) {
            return false
        }
        var schemas = [rules["properties"]?[key]].compactMap(\.self)
        for (pattern, schema) in rules["patternProperties"]?.objectValue ?? [:]
        where contains(key, pattern) {
            schemas.append(schema)
        }
        if schemas.isEmpty, let others = rules["additionalProperties"] { schemas = [others] }
        return schemas.allSatisfy { accepts(value, $0, depth) }
    }
}
