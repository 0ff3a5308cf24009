import RunDocument

/// Takes typed members out of a schema's object; errors name their place.
struct SchemaReader {
    let members: JSONObject
    let place: String

    init(_ value: JSONValue, at place: String) throws(SchemaError) {
        guard case .object(let members) = value else {
            throw .wrongType(place: place, expected: "an object", found: value.typeName)
        }
        self.members = members
        self.place = place
    }

    func place(of key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

    func optional<Value>(
        _ key: String,
        _ expected: String,
        _ convert: (JSONValue) -> Value?
    ) throws(SchemaError) -> Value? {
        guard let value = members[key] else { return nil }
        guard let converted = convert(value) else {
            throw .wrongType(place: place(of: key), expected: expected, found: value.typeName)
        }
        return converted
    }

    /// A member that must be there.
    func required<Value>(_ key: String, _ value: Value?) throws(SchemaError) -> Value {
        guard let value else { throw .missing(place: place(of: key)) }
        return value
    }

    func string(_ key: String) throws(SchemaError) -> String? {
        try optional(key, "a string") { $0.stringValue }
    }

    func boolean(_ key: String) throws(SchemaError) -> Bool? {
        try optional(key, "a boolean") { $0.booleanValue }
    }

    /// A count, which is not negative.
    func count(_ key: String) throws(SchemaError) -> Int? {
        try optional(key, "a count") { value in value.integerValue.flatMap { $0 < 0 ? nil : $0 } }
    }

    func number(_ key: String) throws(SchemaError) -> Double? {
        try optional(key, "a number") { $0.doubleValue }
    }

    /// A share of a whole.
    func fraction(_ key: String) throws(SchemaError) -> Double? {
        try optional(key, "a number from 0 to 1") { value in
            value.doubleValue.flatMap { (0...1).contains($0) ? $0 : nil }
        }
    }

    /// A text that is not empty.
    func text(_ key: String) throws(SchemaError) -> String? {
        try optional(key, "a string that is not empty") { value in
            value.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    func strings(_ key: String) throws(SchemaError) -> [String]? {
        try optional(key, "a list of strings") { $0.strings }
    }

    /// Names of fields: a list of them, or one alone as in version 1.
    func names(_ key: String) throws(SchemaError) -> [String]? {
        try optional(key, "a name or a list of names") { value in
            value.stringValue.map { [$0] } ?? value.strings
        }
    }

    func duration(_ key: String) throws(SchemaError) -> CalendarDuration? {
        guard let text = try string(key) else { return nil }
        guard let duration = CalendarDuration(text) else {
            throw .badValue(
                place: place(of: key),
                value: text,
                expected: "an ISO 8601 duration, as 'P1D'"
            )
        }
        return duration
    }

    func object(_ key: String) throws(SchemaError) -> SchemaReader? {
        guard let value = members[key] else { return nil }
        return try SchemaReader(value, at: place(of: key))
    }

    /// The objects of a list.
    func objects(_ key: String) throws(SchemaError) -> [SchemaReader]? {
        guard let elements = try optional(key, "a list", { $0.arrayValue }) else { return nil }
        var readers: [SchemaReader] = []
        for (index, element) in elements.enumerated() {
            readers.append(try SchemaReader(element, at: "\(place(of: key))[\(index)]"))
        }
        return readers
    }

    /// A string that must be one of an enum's raw values.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String)
        throws(SchemaError) -> Word? where Word.RawValue == String
    {
        guard let text = try string(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .unknownValue(
                place: place(of: key),
                value: text,
                known: Word.allCases.map(\.rawValue)
            )
        }
        return word
    }

    /// Refuses a key that this project does not define.
    func allowOnly(_ known: [String]) throws(SchemaError) {
        for key in members.keys.sorted() where !known.contains(key) {
            throw .unknownKey(place: place, key: key, known: known)
        }
    }
}

extension JSONValue {
    /// An array of strings.
    var strings: [String]? {
        guard let elements = arrayValue else { return nil }
        let strings = elements.compactMap(\.stringValue)
        return strings.count == elements.count ? strings : nil
    }

    /// The value as it stands in a cell; nil for what stands in none.
    package var lexicalText: String? {
        switch self {
        case .string(let text), .literal(let text): text
        case .integer(let value): value.description
        case .number(let value): value.description
        case .boolean(let value): value ? "true" : "false"
        case .null: nil
        case .array, .object: canonicalText()
        }
    }
}
