import RunDocument

/// An object of a case, read key by key with faults that name file, line and key.
struct CaseMembers {
    let members: JSONObject
    private let file: String
    private let line: Int
    /// The key of the object itself; empty for the case as a whole.
    let path: String

    /// - Parameter known: the keys that may stand there; nil if any may.
    init(
        _ value: JSONValue, file: String, line: Int, path: String = "", known: [String]?
    ) throws(BehaviourError) {
        self.file = file
        self.line = line
        self.path = path
        members = value.objectValue ?? [:]
        guard value.objectValue != nil else {
            let subject = path.isEmpty ? "a case" : "'\(path)'"
            throw failure("\(subject) is \(value.typeName), not an object")
        }
        guard let known, let key = KnownWords(known).firstUnknown(in: members.keys) else { return }
        throw failure("unknown key '\(self.path(of: key))'", hint: KnownWords(known).hint(for: key))
    }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func failure(_ reason: String, hint: String? = nil) -> BehaviourError {
        .invalidCase(file: file, line: line, reason: reason, hint: hint)
    }

    func failure(at key: String, _ reason: String, hint: String? = nil) -> BehaviourError {
        failure("'\(path(of: key))' \(reason)", hint: hint)
    }

    /// A member that is an object itself.
    func object(_ key: String, _ value: JSONValue, known: [String]?)
        throws(BehaviourError) -> CaseMembers
    {
        try CaseMembers(value, file: file, line: line, path: path(of: key), known: known)
    }

    func required(_ key: String) throws(BehaviourError) -> JSONValue {
        guard let value = members[key] else {
            throw failure("the case has no '\(path(of: key))'")
        }
        return value
    }

    func text(_ key: String) throws(BehaviourError) -> String? {
        guard let value = members[key] else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            throw failure(at: key, "is not a text")
        }
        return text
    }

    /// A finite number, at least 0 if it `isSize`.
    func number(_ key: String, isSize: Bool = false) throws(BehaviourError) -> Double? {
        guard let value = members[key] else { return nil }
        guard let number = value.doubleValue, number.isFinite else {
            throw failure(at: key, "is not a number")
        }
        guard !isSize || number >= 0 else { throw failure(at: key, "is below 0") }
        return number
    }

    func word<Word: RawRepresentable & CaseIterable>(_ key: String)
        throws(BehaviourError) -> Word? where Word.RawValue == String
    {
        guard let text = try text(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            throw failure(
                at: key, "is '\(text)', not one of \(words.joined(separator: ", "))",
                hint: KnownWords(words).hint(for: text))
        }
        return word
    }

    /// None of these keys may be there.
    func refuse(_ keys: [String], because reason: String) throws(BehaviourError) {
        guard let key = keys.first(where: { members[$0] != nil }) else { return }
        throw failure(at: key, reason)
    }
}
