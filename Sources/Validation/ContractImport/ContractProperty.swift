import Dataset
import RunDocument

/// One column of a contract as it becomes a field.
struct ContractProperty {
    /// Members that the schema takes over, or that only name the column.
    private static let known = [
        "id", "name", "physicalName", "physicalType", "logicalType", "logicalTypeOptions",
        "description", "businessName", "required", "unique", "primaryKey", "primaryKeyPosition",
        "quality", "relationships", "examples", "items", "properties",
    ]
    private static let logicalTypes: [String: FieldType] = [
        "string": .string, "date": .date, "timestamp": .datetime, "time": .time,
        "number": .number, "integer": .integer, "object": .object, "array": .array,
        "boolean": .boolean,
    ]
    /// What physical types of common databases start with, the longer words first.
    private static let physicalTypes: [(prefix: String, type: FieldType)] = [
        ("timestamp", .datetime), ("datetime", .datetime), ("date", .date), ("time", .time),
        ("varchar", .string), ("char", .string), ("nvarchar", .string), ("text", .string),
        ("string", .string), ("uuid", .string), ("bool", .boolean), ("bigint", .integer),
        ("smallint", .integer), ("tinyint", .integer), ("interval", .any), ("int", .integer),
        ("long", .integer),
        ("double", .number), ("float", .number), ("decimal", .number), ("numeric", .number),
        ("real", .number), ("number", .number), ("json", .object),
    ]

    private(set) var field: TableField
    private(set) var warnings: [String] = []
    /// Members that only describe.
    private(set) var leftOut: [String]

    init(_ name: String, _ members: JSONObject) {
        leftOut = members.keys.filter { !Self.known.contains($0) }
        field = TableField(name: members["physicalName"]?.lexicalText ?? name, type: .any)
        setType(members)
        field.title = members["businessName"]?.stringValue
        field.description = members["description"]?.stringValue
        field.constraints.required = members["required"] == true
        field.constraints.unique = members["unique"] == true
        var options = ContractOptions(members["logicalTypeOptions"]?.objectValue ?? [:])
        options.apply(to: &field)
        warnings += options.warnings
        addStructure(members)
        setExample(members["examples"]?.arrayValue ?? [])
    }

    private mutating func setType(_ members: JSONObject) {
        if let name = members["logicalType"]?.lexicalText {
            guard let type = Self.logicalTypes[name] else {
                return warnings.append("the type '\(name)' is not known")
            }
            field.type = type
        } else if let name = members["physicalType"]?.lexicalText {
            let word = name.lowercased()
            guard let match = Self.physicalTypes.first(where: { word.hasPrefix($0.prefix) }) else {
                return warnings.append("the physical type '\(name)' is not known")
            }
            field.type = match.type
        }
    }

    /// What is in objects and arrays becomes a JSON Schema.
    private mutating func addStructure(_ members: JSONObject) {
        guard field.type == .object || field.type == .array else { return }
        let structure = ContractStructure.schema(of: members)
        if let rules = structure.objectValue, rules.count > 1 {
            field.constraints.jsonSchema = structure
        }
    }

    private mutating func setExample(_ examples: [JSONValue]) {
        guard let example = examples.first else { return }
        let schema = TableSchema(fields: [field])
        guard (try? CellParser(field, of: schema))?.constant(example) != nil else {
            return warnings.append(
                "the example '\(example.lexicalText ?? "null")' is not \(field.type.phrase)"
            )
        }
        field.example = example
    }
}
