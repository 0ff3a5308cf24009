import RunDocument

/// Bounds of a number, `{min, max}`, both inclusive.
package struct ValueRange: Hashable, Sendable {
    package var minimum: Double?
    package var maximum: Double?

    package init(minimum: Double? = nil, maximum: Double? = nil) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// A NaN is within no bounds.
    package func contains(_ value: Double) -> Bool {
        !value.isNaN && value >= minimum ?? -.infinity && value <= maximum ?? .infinity
    }

    var json: JSONValue {
        var members: JSONObject = [:]
        members["min"] = minimum.map(JSONValue.number)
        members["max"] = maximum.map(JSONValue.number)
        return .object(members)
    }
}

/// Bounds of a count, `{min, max}`, both inclusive.
package struct CountRange: Hashable, Sendable {
    package var minimum: Int?
    package var maximum: Int?

    package init(minimum: Int? = nil, maximum: Int? = nil) {
        self.minimum = minimum
        self.maximum = maximum
    }

    package func contains(_ count: Int) -> Bool {
        count >= minimum ?? 0 && count <= maximum ?? .max
    }

    var json: JSONValue {
        var members: JSONObject = [:]
        members["min"] = minimum.map { .integer(Int64($0)) }
        members["max"] = maximum.map { .integer(Int64($0)) }
        return .object(members)
    }
}

extension SchemaReader {
    func valueRange(_ key: String) throws(SchemaError) -> ValueRange? {
        guard let range = try object(key) else { return nil }
        try range.allowOnly(["min", "max"])
        let bounds = ValueRange(
            minimum: try range.number("min"),
            maximum: try range.number("max")
        )
        try range.checkBounds(bounds.minimum, bounds.maximum)
        return bounds
    }

    func countRange(_ key: String) throws(SchemaError) -> CountRange? {
        guard let range = try object(key) else { return nil }
        try range.allowOnly(["min", "max"])
        let bounds = CountRange(minimum: try range.count("min"), maximum: try range.count("max"))
        try range.checkBounds(bounds.minimum, bounds.maximum)
        return bounds
    }

    private func checkBounds<Number: Comparable>(_ minimum: Number?, _ maximum: Number?)
        throws(SchemaError)
    {
        guard minimum != nil || maximum != nil else { throw .missing(place: place(of: "min")) }
        guard let minimum, let maximum, minimum > maximum else { return }
        throw .badValue(
            place: place(of: "max"),
            value: "\(maximum)",
            expected: "\(minimum) or more"
        )
    }
}
