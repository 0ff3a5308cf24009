import CommandLineTool
import RunDocument

/// The members of a mapping in a list of mlx.yaml, with the place that it was written in.
struct Members {
    private let members: JSONObject
    private let place: Located<JSONValue>
    private let name: String

    /// - Throws: `ProjectError` for what is no mapping, or has a key that is not known.
    init(_ value: JSONValue, _ place: Located<JSONValue>, name: String, known: [String])
        throws(ProjectError)
    {
        self.place = place
        self.name = name
        guard let members = value.objectValue else {
            self.members = [:]
            throw invalid("\(name) is not a mapping", hint: nil)
        }
        self.members = members
        if let key = KnownWords(known).firstUnknown(in: members.keys) {
            throw invalid("unknown key '\(key)' in \(name)", hint: KnownWords(known).hint(for: key))
        }
    }

    subscript(key: String) -> JSONValue? { members[key] }

    func string(_ key: String) throws(ProjectError) -> String? {
        try take(key, "a string") { $0.stringValue }
    }

    func boolean(_ key: String) throws(ProjectError) -> Bool? {
        try take(key, "true or false") { $0.booleanValue }
    }

    func count(_ key: String) throws(ProjectError) -> Int? {
        try take(key, "a whole number from 0 on") { value in
            value.integerValue.flatMap { $0 >= 0 ? $0 : nil }
        }
    }

    func duration(_ key: String) throws(ProjectError) -> Duration? {
        try take(key, "a length of time as 90s or 5m") { $0.stringValue.flatMap(TimeSpan.parse) }
    }

    func invalid(_ reason: String, hint: String?) -> ProjectError {
        ProjectError(file: place.file, line: place.line, reason: reason, hint: hint)
    }

    private func take<Value>(
        _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(ProjectError) -> Value? {
        guard let member = members[key] else { return nil }
        guard let value = read(member) else {
            throw invalid("'\(key)' of \(name) is not \(expected)", hint: nil)
        }
        return value
    }
}
