import RunDocument

/// How much of a column must have a value.
package struct Presence: Hashable, Sendable {
    /// From 0 to 1.
    package var minFraction: Double?
    package var minCount: Int?

    package init(minFraction: Double? = nil, minCount: Int? = nil) {
        self.minFraction = minFraction
        self.minCount = minCount
    }
}

/// How a column may differ from the reference's.
package struct DriftRule: Hashable, Sendable {
    /// The statistic's name.
    package var method: String
    /// Nil for the method's own.
    package var threshold: Double?

    package init(method: String, threshold: Double? = nil) {
        self.method = method
        self.threshold = threshold
    }
}

/// Whether values may repeat as they grow or fall from row to row.
package enum Monotonicity: Hashable, Sendable {
    /// A value may be the one before.
    case weak
    /// Each value is beyond the one before.
    case strict
}

/// What `mlx:field` says of one column.
package struct FieldKey: Hashable, Sendable {
    /// What the column is to a model; `feature` unless it is said.
    package var role: Role = .feature
    package var semantic: Semantic?
    /// Whether the values tell of persons and are never shown; nil to go by what they look like.
    package var personal: Bool?
    package var presence: Presence?
    /// The share of present values that must be among the `enum` or the `categories`.
    package var minDomainMass: Double?
    /// How many distinct values there may be.
    package var uniqueCount: CountRange?
    package var disallowNaN = false
    package var disallowInf = false
    /// Against the reference profile, in time.
    package var drift: DriftRule?
    /// Between training and serving, or between splits.
    package var skew: DriftRule?
    /// Ranges of statistics of the present, finite values.
    package var mean: ValueRange?
    package var median: ValueRange?
    package var sum: ValueRange?
    package var stdev: ValueRange?
    /// By the quantile's probability, from 0 to 1, ascending.
    package var quantiles: [Quantile] = []
    /// Values grow from row to row: `true`, or `"strictly"`.
    package var increasing: Monotonicity?
    /// Values fall from row to row: `true`, or `"strictly"`.
    package var decreasing: Monotonicity?
    /// How long before now the latest moment may be: `freshness.maxAge`.
    package var maximumAge: CalendarDuration?

    /// The range of one quantile.
    package struct Quantile: Hashable, Sendable {
        package var probability: Double
        package var range: ValueRange
    }

    package static let keys = [
        "role", "semantic", "personal", "presence", "minDomainMass", "uniqueCount", "disallowNaN",
        "disallowInf", "drift", "skew", "mean", "median", "sum", "stdev", "quantiles",
        "increasing", "decreasing", "freshness",
    ]

    package init() {}

    init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(Self.keys)
        role = try reader.word("role") ?? .feature
        semantic = try reader.word("semantic")
        personal = try reader.boolean("personal")
        presence = try reader.object("presence").map(Presence.init)
        minDomainMass = try reader.fraction("minDomainMass")
        uniqueCount = try reader.countRange("uniqueCount")
        disallowNaN = try reader.boolean("disallowNaN") ?? false
        disallowInf = try reader.boolean("disallowInf") ?? false
        drift = try reader.object("drift").map(DriftRule.init)
        skew = try reader.object("skew").map(DriftRule.init)
        mean = try reader.valueRange("mean")
        median = try reader.valueRange("median")
        sum = try reader.valueRange("sum")
        stdev = try reader.valueRange("stdev")
        quantiles = try reader.object("quantiles").map(Quantile.all) ?? []
        increasing = try reader.monotonicity("increasing")
        decreasing = try reader.monotonicity("decreasing")
        guard let freshness = try reader.object("freshness") else { return }
        try freshness.allowOnly(["maxAge"])
        maximumAge = try freshness.required("maxAge", freshness.duration("maxAge"))
    }
}

extension Presence {
    fileprivate init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(["minFraction", "minCount"])
        minFraction = try reader.fraction("minFraction")
        minCount = try reader.count("minCount")
    }
}

extension DriftRule {
    fileprivate init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(["method", "threshold"])
        method = try reader.required("method", reader.text("method"))
        threshold = try reader.number("threshold")
    }
}

extension FieldKey.Quantile {
    fileprivate static func all(_ reader: SchemaReader) throws(SchemaError) -> [Self] {
        var quantiles: [Self] = []
        for key in reader.members.keys.sorted() {
            guard let probability = Double(key), (0...1).contains(probability) else {
                throw .badValue(
                    place: reader.place(of: key),
                    value: key,
                    expected: "a probability from 0 to 1"
                )
            }
            guard let range = try reader.valueRange(key) else { continue }
            quantiles.append(Self(probability: probability, range: range))
        }
        return quantiles.sorted { $0.probability < $1.probability }
    }
}

extension SchemaReader {
    fileprivate func monotonicity(_ key: String) throws(SchemaError) -> Monotonicity? {
        let value = try optional(key, "a boolean or the word 'strictly'") {
            value -> Monotonicity?? in
            if value == "strictly" { return .strict }
            return value.booleanValue.map { $0 ? .weak : nil }
        }
        return value ?? nil
    }
}
