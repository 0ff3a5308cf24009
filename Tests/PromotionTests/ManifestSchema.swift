import FileStorage
import RunDocument
import SystemPackage
import TestSupport

/// What Kubernetes allows in a resource: the part of JSON Schema that its own schemas use.
struct ManifestSchema {
    private let fixture: JSONValue

    init() throws {
        let path = Tool.root.appending("Tests/PromotionTests/Fixtures/kubernetes-schema.json")
        fixture = try JSONValue(parsing: try Files.read(path))
    }

    /// What is wrong with a resource; nothing if all is well.
    func defects(of resource: JSONValue) -> [String] {
        guard let kind = resource["kind"]?.stringValue, let schema = fixture["kinds"]?[kind] else {
            return ["the kind is not known"]
        }
        return defects(of: resource, schema, at: kind)
    }

    private func defects(of value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        if let reference = schema["$ref"]?.stringValue {
            let name = String(reference.dropFirst("#/definitions/".count))
            guard let target = fixture["definitions"]?[name] else { return ["no \(name)"] }
            return defects(of: value, target, at: path)
        }
        if let choices = schema["oneOf"]?.arrayValue {
            let fits = choices.filter { defects(of: value, $0, at: path).isEmpty }
            return fits.count == 1 ? [] : ["\(path) is of no allowed type"]
        }
        let types = schema["type"]?.arrayValue ?? schema["type"].map { [$0] } ?? []
        let names = types.compactMap(\.stringValue)
        guard names.isEmpty || names.contains(where: { Self.isType(value, $0) }) else {
            return ["\(path) is \(value.typeName), not \(names)"]
        }
        if let allowed = schema["enum"]?.arrayValue, !allowed.contains(value) {
            return ["\(path) is not one of \(allowed)"]
        }
        switch value {
        case .object(let members): return defects(of: members, schema, at: path)
        case .array(let elements):
            guard let items = schema["items"] else { return [] }
            return elements.enumerated().flatMap {
                defects(of: $1, items, at: "\(path)[\($0)]")
            }
        default: return []
        }
    }

    private func defects(of members: JSONObject, _ schema: JSONValue, at path: String) -> [String] {
        var found: [String] = []
        for name in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        where members[name] == nil {
            found.append("\(path) has no \(name)")
        }
        for (name, member) in members {
            if let property = schema["properties"]?[name] ?? schema["additionalProperties"],
                property.objectValue != nil
            {
                found += defects(of: member, property, at: "\(path).\(name)")
            } else if schema["additionalProperties"] == false {
                found.append("\(path).\(name) is unknown")
            }
        }
        return found
    }

    private static func isType(_ value: JSONValue, _ name: String) -> Bool {
        switch (name, value) {
        case ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .integer),
            ("number", .number), ("string", .string), ("array", .array), ("object", .object):
            true
        default: false
        }
    }
}
