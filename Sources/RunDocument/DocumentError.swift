/// A text that is not a Run document.
package enum DocumentError: Failure, Equatable {
    case empty
    case syntax(JSONSyntaxError)
    case unsupportedVersion(String)
    case wrongKind(String)
    case wrongType(path: String, expected: String, found: String)
    case missing(path: String)
    case unknownValue(path: String, value: String, known: [String])

    package var exitStatus: ExitStatus { .dataFormat }

    package var description: String {
        switch self {
        case .empty: "the input holds no document"
        case .syntax(let error): "the input is not a Run document: \(error)"
        case .unsupportedVersion(let version):
            "the document's apiVersion is '\(version)'; this tool reads '\(Run.apiVersion)'"
        case .wrongKind(let kind): "the document's kind is '\(kind)', not 'Run'"
        case .wrongType(let path, let expected, let found):
            "the document's '\(path)' is \(found), not \(expected)"
        case .missing(let path): "the document has no '\(path)'"
        case .unknownValue(let path, let value, let known):
            "the document's '\(path)' is '\(value)', not one of \(known.joined(separator: ", "))"
        }
    }

    package var hint: String? {
        switch self {
        case .empty: "did the stage before this one die? its own messages stand above"
        case .unsupportedVersion: "use tools of one version along a pipe"
        case .syntax, .wrongKind, .wrongType, .missing, .unknownValue: nil
        }
    }
}

/// Takes known members out of an object; what is left are the unknown ones, to be passed on.
struct ObjectReader {
    private(set) var rest: JSONObject
    let path: String

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        guard case .object(let members) = value else {
            throw .wrongType(path: path, expected: "an object", found: value.typeName)
        }
        self.rest = members
        self.path = path
    }

    mutating func optional<Value>(
        _ key: String,
        _ expected: String,
        _ convert: (JSONValue) -> Value?
    ) throws(DocumentError) -> Value? {
        guard let value = rest.removeValue(forKey: key), value != .null else { return nil }
        guard let converted = convert(value) else {
            throw .wrongType(path: path(of: key), expected: expected, found: value.typeName)
        }
        return converted
    }

    mutating func string(_ key: String) throws(DocumentError) -> String? {
        try optional(key, "a string") { $0.stringValue }
    }

    mutating func requiredString(_ key: String) throws(DocumentError) -> String {
        guard let value = try string(key) else { throw .missing(path: path(of: key)) }
        return value
    }

    mutating func integer(_ key: String) throws(DocumentError) -> Int? {
        try optional(key, "an integer") { $0.integerValue }
    }

    mutating func object(_ key: String) throws(DocumentError) -> JSONObject? {
        try optional(key, "an object") { $0.objectValue }
    }

    mutating func array(_ key: String) throws(DocumentError) -> [JSONValue] {
        try optional(key, "an array") { $0.arrayValue } ?? []
    }

    /// A string that must be one of an enum's raw values.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ key: String)
        throws(DocumentError) -> Word? where Word.RawValue == String
    {
        guard let text = try string(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .unknownValue(
                path: path(of: key),
                value: text,
                known: Word.allCases.map(\.rawValue)
            )
        }
        return word
    }

    mutating func requiredWord<Word: RawRepresentable & CaseIterable>(_ key: String)
        throws(DocumentError) -> Word where Word.RawValue == String
    {
        guard let word: Word = try word(key) else { throw .missing(path: path(of: key)) }
        return word
    }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

extension JSONObject {
    /// Adds a member unless its value is nil: an absent member is not written as `null`.
    mutating func set(_ key: String, _ value: JSONValue?) {
        if let value { self[key] = value }
    }

    mutating func set(_ key: String, _ text: String?) {
        set(key, text.map(JSONValue.string))
    }

    mutating func set(_ key: String, _ number: Int?) {
        set(key, number.map { .integer(Int64($0)) })
    }
}
