import Dataset
import RunDocument

extension ColumnProfile {
    /// The quantiles that are written out.
    static let shares: [(name: String, share: Double)] = [
        ("0.01", 0.01), ("0.05", 0.05), ("0.25", 0.25), ("0.5", 0.5), ("0.75", 0.75),
        ("0.95", 0.95), ("0.99", 0.99),
    ]

    var json: JSONValue {
        var members: JSONObject = [
            "name": .string(name),
            "missing": .integer(Int64(missing)),
            "distinct": distinct.json,
        ]
        members["type"] = type.map { .string($0.rawValue) }
        if isRedacted { members["redacted"] = true }
        members["declaredType"] = declaredType.map { .string($0.rawValue) }
        if numbers.count + numbers.nan + numbers.positiveInfinity + numbers.negativeInfinity > 0 {
            members["numbers"] = numbers.json
        }
        if texts.count > 0 { members["texts"] = texts.json }
        members["state"] = tallies.map { .string($0.bytes.base64) }
        return .object(members)
    }

    init(_ reader: ProfileReader, rows: Int, _ parameters: ProfileParameters)
        throws(ProfileError)
    {
        var tallies = try ColumnTallies(bytes: reader.bytes("state"), parameters)
        tallies.isRedacted = reader["redacted"]?.booleanValue ?? false
        guard tallies.present <= rows else {
            throw .malformed(part: "columns", reason: "a column has more values than rows")
        }
        self.init(
            try reader.string("name"),
            declared: reader["declaredType"]?.stringValue.flatMap(FieldType.init),
            rows: rows, tallies
        )
    }
}

extension NumberSummary {
    var json: JSONValue {
        var members: JSONObject = [
            "count": .integer(Int64(count)), "integers": .integer(Int64(integers)),
        ]
        for (key, count) in [
            ("nan", nan), ("positiveInfinity", positiveInfinity),
            ("negativeInfinity", negativeInfinity),
        ] where count > 0 {
            members[key] = .integer(Int64(count))
        }
        members["min"] = minimum.map(JSONValue.number)
        members["max"] = maximum.map(JSONValue.number)
        members["mean"] = mean.map(JSONValue.number)
        members["stdev"] = standardDeviation.map(JSONValue.number)
        if let sorted = sketch ?? counts.map(SortedNumbers.init), sorted.total > 0 {
            var quantiles: JSONObject = [:]
            for (name, share) in ColumnProfile.shares {
                quantiles[name] = sorted.interpolated(share).map(JSONValue.number)
            }
            members["quantiles"] = .object(quantiles)
            if rankError > 0 { members["rankError"] = .number(rankError) }
        }
        members["top"] = .array(
            frequent.map { ["value": .number($0.value), "count": .integer(Int64($0.count))] })
        return .object(members)
    }
}

extension TextSummary {
    var json: JSONValue {
        var members: JSONObject = ["count": .integer(Int64(count))]
        for (key, count) in [
            ("booleans", booleans), ("dates", dates), ("datetimes", datetimes), ("times", times),
        ] where count > 0 {
            members[key] = .integer(Int64(count))
        }
        members["minLength"] = minimumLength.map { .integer(Int64($0)) }
        members["maxLength"] = maximumLength.map { .integer(Int64($0)) }
        members["meanLength"] = meanLength.map(JSONValue.number)
        members["earliest"] = earliest.map(JSONValue.integer)
        members["latest"] = latest.map(JSONValue.integer)
        members["top"] = .array(
            frequent.map { ["value": .string($0.value), "count": .integer(Int64($0.count))] })
        return .object(members)
    }
}
