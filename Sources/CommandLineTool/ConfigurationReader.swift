import RunDocument
import YAMLText
import Yams

/// Takes the members of one YAML mapping, with the environment over it; what nobody took is an
/// unknown key.
struct ConfigurationReader {
    let file: String
    /// The keys above this mapping, as `["registry"]`.
    let path: [String]
    let environment: [String: String]
    private var members: [(key: Node, value: Node)]
    private var known: [String] = []

    init(
        _ node: Node?,
        file: String,
        path: [String],
        environment: [String: String]
    ) throws(ProjectError) {
        self.file = file
        self.path = path
        self.environment = environment
        switch node {
        case nil: members = []
        case .mapping(let mapping): members = Array(mapping)
        case .scalar(let scalar) where scalar.string.isEmpty || scalar.string == "null":
            members = []
        case .some(let other):
            members = []
            throw error("'\(path.joined(separator: "."))' is not a mapping", at: other)
        }
    }

    mutating func node(_ key: String) -> Node? {
        known.append(key)
        guard let index = members.firstIndex(where: { $0.key.string == key }) else { return nil }
        return members.remove(at: index).value
    }

    /// What stands at a key, which is yet to be read.
    func peek(_ key: String) -> Node? { members.first { $0.key.string == key }?.value }

    mutating func section(_ key: String) throws(ProjectError) -> ConfigurationReader {
        try ConfigurationReader(
            node(key),
            file: file,
            path: path + [key],
            environment: environment
        )
    }

    func holds(_ key: String) -> Bool { members.contains { $0.key.string == key } }

    /// A section, or a scalar that stands for one member of it.
    mutating func section(
        _ key: String, shortFor member: String
    ) throws(ProjectError) -> ConfigurationReader {
        guard let node = members.first(where: { $0.key.string == key })?.value,
            case .scalar(let scalar) = node, !scalar.string.isEmpty, scalar.string != "null"
        else { return try section(key) }
        _ = self.node(key)
        return try ConfigurationReader(
            Node([(Node(member), node)]), file: file, path: path + [key], environment: environment)
    }

    /// One element of a list, where a scalar stands for one member of it; the environment has no
    /// say in it.
    func element(_ node: Node, of key: String, shortFor member: String) throws(ProjectError)
        -> ConfigurationReader
    {
        let mapping = node.scalar == nil ? node : Node([(Node(member), node)])
        return try ConfigurationReader(mapping, file: file, path: path + [key], environment: [:])
    }

    /// Whether the environment says something else than the file.
    func isOverridden(_ key: String) -> Bool { override(key) != nil }

    mutating func string(_ key: String) throws(ProjectError) -> String? {
        let node = node(key)
        if let value = override(key) { return value }
        guard let node else { return nil }
        guard case .scalar(let scalar) = node else { throw typeError(key, "a string", at: node) }
        return scalar.string
    }

    mutating func integer(_ key: String) throws(ProjectError) -> Int? {
        let node = node(key)
        guard let text = override(key) ?? node?.string else {
            guard let node else { return nil }
            throw typeError(key, "an integer", at: node)
        }
        guard let value = Int(text) else { throw typeError(key, "an integer", at: node) }
        return value
    }

    mutating func number(_ key: String) throws(ProjectError) -> Double? {
        let line = members.first { $0.key.string == key }?.value
        guard let text = try string(key) else { return nil }
        guard let value = Double(text), value.isFinite else {
            throw typeError(key, "a number", at: line)
        }
        return value
    }

    mutating func boolean(_ key: String) throws(ProjectError) -> Bool? {
        let line = members.first { $0.key.string == key }?.value
        guard let text = try string(key) else { return nil }
        switch text {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default: throw typeError(key, "true or false", at: line)
        }
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(_ key: String)
        throws(ProjectError) -> Word? where Word.RawValue == String
    {
        let line = members.first { $0.key.string == key }?.value
        guard let text = try string(key) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        throw typeError(key, "one of \(words.joined(separator: ", "))", at: line)
    }

    /// A string or a list of strings; in the environment a list is separated by commas.
    mutating func strings(_ key: String) throws(ProjectError) -> [String] {
        let node = node(key)
        if let value = override(key) {
            return value.split(separator: ",").map { $0.trimmingSpace() }
        }
        switch node {
        case nil: return []
        case .scalar(let scalar): return [scalar.string]
        case .sequence(let sequence):
            var strings: [String] = []
            for element in sequence {
                guard case .scalar(let scalar) = element else {
                    throw typeError(key, "a list of strings", at: element)
                }
                strings.append(scalar.string)
            }
            return strings
        case .some(let other): throw typeError(key, "a list of strings", at: other)
        }
    }

    /// A mapping of names to strings or lists of strings.
    mutating func namedStrings(_ key: String) throws(ProjectError) -> [String: [String]] {
        var section = try section(key)
        var named: [String: [String]] = [:]
        for name in section.members.compactMap(\.key.string) {
            named[name] = try section.strings(name)
        }
        try section.finish()
        return named
    }

    /// Any value, as JSON.
    mutating func value(_ key: String) throws(ProjectError) -> JSONValue? {
        guard let node = node(key) else { return nil }
        return try json(node)
    }

    /// The elements of a list, each with the line it stands on.
    mutating func elements(_ key: String) throws(ProjectError) -> [Located<JSONValue>] {
        guard let node = node(key) else { return [] }
        guard case .sequence(let sequence) = node else { throw typeError(key, "a list", at: node) }
        var elements: [Located<JSONValue>] = []
        for element in sequence {
            elements.append(
                Located(value: try json(element), file: file, line: element.mark?.line)
            )
        }
        return elements
    }

    /// Refuses what nobody took, and names the key that was probably meant.
    func finish() throws(ProjectError) {
        guard let (key, _) = members.first else { return }
        let name = key.string ?? "?"
        let place = path.isEmpty ? "" : " in '\(path.joined(separator: "."))'"
        throw ProjectError(
            file: file,
            line: key.mark?.line,
            reason: "unknown key '\(name)'\(place)",
            hint: KnownWords(known.sorted()).hint(for: name)
        )
    }

    func error(_ reason: String, at node: Node?) -> ProjectError {
        ProjectError(file: file, line: node?.mark?.line, reason: reason)
    }

    private func typeError(_ key: String, _ expected: String, at node: Node?) -> ProjectError {
        let name = (path + [key]).joined(separator: ".")
        if let value = override(key) {
            return ProjectError(
                file: variable(key),
                line: nil,
                reason: "'\(value)' is not \(expected)"
            )
        }
        return error("'\(name)' is not \(expected)", at: node)
    }

    private func json(_ node: Node) throws(ProjectError) -> JSONValue {
        do {
            return try JSONValue(node)
        } catch {
            throw ProjectError(file: file, line: error.line, reason: error.reason)
        }
    }

    /// A variable that is set and empty says nothing.
    private func override(_ key: String) -> String? {
        environment[variable(key)].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `registry.testing` is `MLX_REGISTRY_TESTING`.
    private func variable(_ key: String) -> String {
        (["MLX"] + path + [key]).joined(separator: "_").uppercased()
    }
}

/// A value and the place that it was written in.
package struct Located<Value: Sendable>: Sendable {
    package let value: Value
    package let file: String
    package let line: Int?

    package init(value: Value, file: String, line: Int?) {
        self.value = value
        self.file = file
        self.line = line
    }
}

extension Substring {
    fileprivate func trimmingSpace() -> String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
