import Dataset
import RunDocument

/// What is inside objects and arrays, as JSON Schema.
enum ContractStructure {
    static func schema(of members: JSONObject) -> JSONValue {
        var rules: JSONObject = [:]
        let options = members["logicalTypeOptions"]?.objectValue ?? [:]
        switch members["logicalType"]?.lexicalText {
        case "object":
            rules["type"] = "object"
            let properties = (members["properties"]?.arrayValue ?? []).compactMap(\.objectValue)
            let named = properties.compactMap { property in
                property["name"]?.lexicalText.map { ($0, schema(of: property)) }
            }
            if !named.isEmpty {
                rules["properties"] = .object(JSONObject(named) { _, last in last })
            }
            var required = options["required"]?.arrayValue ?? []
            required += properties.filter { $0["required"] == true }.compactMap { $0["name"] }
            if !required.isEmpty { rules["required"] = .array(required) }
        case "array":
            rules["type"] = "array"
            if options["uniqueItems"] == true { rules["uniqueItems"] = true }
            if let items = members["items"]?.objectValue { rules["items"] = schema(of: items) }
        case "integer", "number", "boolean":
            rules["type"] = members["logicalType"]
            for key in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
            {
                rules[key] = options[key]
            }
        case "string":
            rules["type"] = "string"
            for key in ["minLength", "maxLength", "pattern"] { rules[key] = options[key] }
        case "date", "timestamp", "time": rules["type"] = "string"
        default: break
        }
        return .object(rules)
    }
}
