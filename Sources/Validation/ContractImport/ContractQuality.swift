import Dataset
import RunDocument

/// One quality rule of a contract.
struct ContractQuality {
    enum Unit {
        case rows, percent, other
    }

    /// Names that metrics had before version 3.1.
    private static let olderNames = [
        "duplicateCount": "duplicateValues", "nullCheck": "nullValues",
        "validValues":
            "invalidValues",
    ]

    private let members: JSONObject

    init(_ members: JSONObject) { self.members = members }

    /// The library's metric; nil for other kinds of rules.
    var metric: String? {
        guard ["library", nil].contains(members["type"]?.lexicalText) else { return nil }
        guard let name = (members["metric"] ?? members["rule"])?.lexicalText else { return nil }
        return Self.olderNames[name] ?? name
    }

    var severity: String? { members["severity"]?.stringValue }

    var unit: Unit {
        switch members["unit"]?.lexicalText {
        case nil, "rows": .rows
        case "percent", "%": .percent
        default: .other
        }
    }

    private var arguments: JSONObject { members["arguments"]?.objectValue ?? [:] }

    /// The properties of a key of several.
    var properties: [String] {
        (arguments["properties"]?.arrayValue ?? []).compactMap(\.lexicalText)
    }

    /// What cannot be said in a schema, in words.
    var inexpressible: String {
        let name =
            (members["name"] ?? members["id"] ?? members["metric"] ?? members["description"])?
            .lexicalText ?? ""
        let kind = members["type"]?.lexicalText ?? "library"
        return "the \(kind) rule '\(name)' cannot be expressed"
    }

    private func operand(_ key: String) -> Double? { members[key]?.doubleValue }

    /// The most that the metric may be; nil if there is no such bound, or a lower one besides.
    private var most: (limit: Double, isIncluded: Bool)? {
        guard operand("mustBeGreaterThan") ?? operand("mustBeGreaterOrEqualTo") == nil else {
            return nil
        }
        if let limit = operand("mustBe") { return limit == 0 ? (0, true) : nil }
        if let limit = operand("mustBeLessOrEqualTo") { return (limit, true) }
        return operand("mustBeLessThan").map { ($0, false) }
    }

    /// Whether the metric must be 0.
    var allowsNone: Bool {
        guard let most else { return false }
        return most.isIncluded ? most.limit == 0 : unit == .rows && (0...1).contains(most.limit)
    }

    /// The share of rows that must be right.
    private var share: Double? {
        guard let most, unit == .percent, (0...100).contains(most.limit) else { return nil }
        let share = 1 - most.limit / 100
        return most.isIncluded ? share : share.nextUp
    }

    /// The counts that are allowed; the bounds of `mustBeBetween` are not, as the standard has it.
    var countRange: CountRange? {
        var range = CountRange()
        func whole(_ value: Double?) -> Int? { value.flatMap { Int(exactly: $0.rounded(.down)) } }
        if let exact = whole(operand("mustBe")) {
            range = CountRange(minimum: exact, maximum: exact)
        }
        if let least = whole(operand("mustBeGreaterOrEqualTo")) { range.minimum = least }
        if let least = whole(operand("mustBeGreaterThan")) { range.minimum = least + 1 }
        if let most = whole(operand("mustBeLessOrEqualTo")) { range.maximum = most }
        if let most = whole(operand("mustBeLessThan")) { range.maximum = most - 1 }
        if let pair = members["mustBeBetween"]?.arrayValue, pair.count == 2,
            let low = whole(pair[0].doubleValue), let high = whole(pair[1].doubleValue)
        {
            range = CountRange(minimum: low + 1, maximum: high - 1)
        }
        guard let minimum = range.minimum ?? range.maximum else { return nil }
        return minimum <= range.maximum ?? minimum ? range : nil
    }

    /// The check that the rule becomes.
    var checkKind: String? {
        switch metric {
        case "nullValues", "missingValues": allowsNone ? "required" : "presence"
        case "invalidValues": arguments["validValues"] == nil ? "pattern" : "enum"
        case "duplicateValues": "unique"
        default: nil
        }
    }

    /// Adds the rule to a field.
    ///
    /// - Returns: what is wrong, if the rule cannot be expressed.
    func apply(to field: inout TableField) -> String? {
        switch metric {
        case "nullValues": return limitMissing(&field)
        case "missingValues":
            let words = (arguments["missingValues"]?.arrayValue ?? []).map { $0.lexicalText ?? "" }
            if !words.isEmpty { field.missingValues = Array(Set(words)).sorted() }
            return limitMissing(&field)
        case "invalidValues": return limitValues(&field)
        case "duplicateValues" where allowsNone:
            field.constraints.unique = true
            return nil
        default: return inexpressible
        }
    }

    private func limitMissing(_ field: inout TableField) -> String? {
        if allowsNone {
            field.constraints.required = true
        } else if let share {
            field.presence = Presence(minFraction: share)
        } else {
            return inexpressible
        }
        return nil
    }

    private func limitValues(_ field: inout TableField) -> String? {
        guard allowsNone || share != nil else { return inexpressible }
        let values = arguments["validValues"]?.arrayValue
        // The standard's own examples have it beside the arguments, too.
        let pattern = (arguments["pattern"] ?? members["pattern"])?.stringValue
        let parser = try? CellParser(field, of: TableSchema(fields: [field]))
        if let values, !values.isEmpty, values.allSatisfy({ parser?.constant($0) != nil }) {
            field.constraints.enumeration = values
            if let share { field.minDomainMass = share }
        } else if let pattern, field.type == .string, allowsNone {
            field.constraints.pattern = pattern
        } else {
            return inexpressible
        }
        return nil
    }
}
