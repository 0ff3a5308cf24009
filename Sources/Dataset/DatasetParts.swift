import RunDocument

/// The field that says which split a row is in, and its values for the two splits.
package struct SplitKey: Hashable, Sendable {
    package var field: String
    package var train: String
    package var test: String

    init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(["field", "train", "test"])
        field = try reader.required("field", reader.text("field"))
        train = try reader.text("train") ?? "train"
        test = try reader.text("test") ?? "test"
        guard train != test else { throw .repeated(place: reader.place, value: train) }
    }

    var json: JSONValue {
        ["field": .string(field), "train": .string(train), "test": .string(test)]
    }
}

/// The field that orders rows in time.
package struct TimeKey: Hashable, Sendable {
    package var field: String
    /// The time that must lie between the last row of training and the first of testing.
    package var embargo: CalendarDuration?

    init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(["field", "embargo"])
        field = try reader.required("field", reader.text("field"))
        embargo = try reader.duration("embargo")
    }

    var json: JSONValue {
        var members: JSONObject = ["field": .string(field)]
        members["embargo"] = embargo.map { .string($0.text) }
        return .object(members)
    }
}

/// Two fields: each value of the first has one value of the second.
package struct FunctionalPair: Hashable, Sendable {
    package var first: String
    package var second: String

    var json: JSONValue { [.string(first), .string(second)] }
}

/// How a table is held against those of earlier runs.
package struct HistoryRule: Hashable, Sendable {
    /// How many runs are looked at.
    package var runs: Int?
    /// How many standard deviations a number may be away from the runs' mean.
    package var sigma: Double?
    /// By which share a number may differ from the last run's.
    package var change: Double?

    init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(["runs", "sigma", "change"])
        runs = try reader.count("runs")
        sigma = try reader.number("sigma")
        change = try reader.number("change")
    }

    var json: JSONValue {
        var members: JSONObject = [:]
        members["runs"] = runs.map { .integer(Int64($0)) }
        members["sigma"] = sigma.map(JSONValue.number)
        members["change"] = change.map(JSONValue.number)
        return .object(members)
    }
}

/// What it means that a check does not pass, as a schema says it.
package enum SeverityWord: String, CaseIterable, Sendable {
    case fail, warn, info, off
}

/// A rule in the expression language: a text, or an object that names it.
package struct DeclaredRule: Hashable, Sendable {
    /// Nil for a rule that is known by its text.
    package var name: String?
    package var rule: String
    /// Nil for the check's own.
    package var severity: SeverityWord?

    package init(name: String? = nil, rule: String, severity: SeverityWord? = nil) {
        self.name = name
        self.rule = rule
        self.severity = severity
    }

    init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(["name", "rule", "severity"])
        name = try reader.text("name")
        rule = try reader.required("rule", reader.text("rule"))
        severity = try reader.word("severity")
    }

    var json: JSONValue {
        guard name != nil || severity != nil else { return .string(rule) }
        var members: JSONObject = ["rule": .string(rule)]
        members["name"] = name.map(JSONValue.string)
        members["severity"] = severity.map { .string($0.rawValue) }
        return .object(members)
    }
}

extension SchemaReader {
    func rules(_ key: String) throws(SchemaError) -> [DeclaredRule] {
        guard let elements = try optional(key, "a list", { $0.arrayValue }) else { return [] }
        var rules: [DeclaredRule] = []
        for (index, element) in elements.enumerated() {
            if let text = element.stringValue, !text.isEmpty {
                rules.append(DeclaredRule(rule: text))
            } else {
                rules.append(
                    try DeclaredRule(SchemaReader(element, at: "\(place(of: key))[\(index)]"))
                )
            }
        }
        return rules
    }

    func pairs(_ key: String) throws(SchemaError) -> [FunctionalPair] {
        try optional(key, "a list of pairs of names") { value -> [FunctionalPair]? in
            let pairs = value.arrayValue?.compactMap { element -> FunctionalPair? in
                guard let names = element.strings, names.count == 2 else { return nil }
                return FunctionalPair(first: names[0], second: names[1])
            }
            return pairs?.count == value.arrayValue?.count ? pairs : nil
        } ?? []
    }
}
