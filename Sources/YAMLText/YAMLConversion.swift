package import RunDocument
package import Yams

/// A YAML text that has no meaning as JSON.
package struct YAMLConversionError: Error {
    /// 1-based.
    package let line: Int?
    package let reason: String
}

extension Node {
    /// The first document of a text; nil if there is none.
    ///
    /// Its plain scalars are read here, not by the tags that Yams finds for them: compiling their
    /// regular expressions takes longer than all else that most tools do.
    ///
    /// - Throws: `YamlError`.
    package init?(yaml text: String) throws {
        guard let node = try Yams.compose(yaml: text, .basic) else { return nil }
        self = node
    }
}

extension JSONValue {
    /// A YAML text by YAML 1.2's core schema.
    package init(yaml text: String) throws(YAMLConversionError) {
        let node: Node?
        do {
            node = try Node(yaml: text)
        } catch let error as YamlError {
            throw YAMLConversionError(error)
        } catch {
            throw YAMLConversionError(line: nil, reason: "\(error)")
        }
        self = try node.map { node throws(YAMLConversionError) in try JSONValue(node) } ?? .null
    }

    /// A YAML node by YAML 1.2's core schema.
    ///
    /// - Throws: also for a text whose aliases unfold to more than any file of ours holds.
    package init(_ node: Node) throws(YAMLConversionError) {
        var budget = 100_000
        self = try Self.value(node, &budget)
    }

    private static func value(
        _ node: Node, _ budget: inout Int
    ) throws(YAMLConversionError) -> JSONValue {
        budget -= 1
        guard budget > 0 else {
            throw YAMLConversionError(
                line: node.mark?.line, reason: "it unfolds to more than 100000 values")
        }
        switch node {
        case .scalar(let scalar): return Self.scalar(scalar)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try value(element, &budget)) }
            return .array(elements)
        case .mapping(let mapping):
            var members: JSONObject = [:]
            for (key, member) in mapping {
                guard let name = key.string else {
                    throw YAMLConversionError(
                        line: key.mark?.line,
                        reason: "a key that is not a string"
                    )
                }
                members[name] = try value(member, &budget)
            }
            return .object(members)
        case .alias:
            throw YAMLConversionError(
                line: node.mark?.line,
                reason: "an alias without an anchor"
            )
        }
    }

    /// The value as YAML, keys sorted, strings in quotes: no string can be read as anything else.
    package func yamlText() throws -> String {
        try Yams.serialize(node: node, sortKeys: true)
    }

    private var node: Node {
        switch self {
        case .null: Node("null")
        case .boolean(let value): Node(value ? "true" : "false")
        case .integer, .number, .literal: Node(canonicalText())
        case .string(let text): Node.scalar(.init(text, Tag(.str), .doubleQuoted))
        case .array(let elements): Node(elements.map(\.node))
        case .object(let members):
            Node(
                members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { (Node($0.key), $0.value.node) }
            )
        }
    }

    private static func scalar(_ scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "null", "~", "": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: break
        }
        if let integer = Int64(scalar.string) { return .integer(integer) }
        let looksNumeric = scalar.string.utf8.allSatisfy {
            (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0)
        }
        if looksNumeric, let number = Double(scalar.string), number.isFinite {
            return .number(number)
        }
        return .string(scalar.string)
    }
}

extension YAMLConversionError {
    package init(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(line: mark.line, reason: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first.map { "\($0)" } ?? ""
            self.init(line: context.mark.line, reason: "the key '\(key)' stands twice")
        default:
            self.init(line: nil, reason: "not YAML: \(error)")
        }
    }
}
