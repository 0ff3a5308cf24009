/// What a schema or a user sets about drift.
package struct DriftOptions: Sendable {
    /// A column's own method and threshold.
    package struct Rule: Hashable, Sendable {
        package var method: DriftMethod?
        package var threshold: Double?

        package init(method: DriftMethod? = nil, threshold: Double? = nil) {
            self.method = method
            self.threshold = threshold
        }
    }

    /// By column.
    package var rules: [String: Rule] = [:]
    /// Columns that are not compared, as identifiers and time stamps.
    package var ignored: Set<String> = []
    /// Columns whose numbers are names of categories.
    package var categorical: Set<String> = []
    /// The share of drifted columns from which the whole table counts as drifted.
    package var driftShare = 0.5
    /// Our own policy compares columns with as many values on both sides.
    ///
    /// Two samples of n values from one source have an expected Jensen–Shannon divergence of about
    /// (bins − 1)/4n nats, so small ones are far apart by chance. A distance of 0.1 was exceeded,
    /// over the bins of numbers, by none of 4000 simulated pairs of 1000 values, by 7 % with 500
    /// and by 43 % with 300; over the 22 bins that categories may have, by under 1 % with 1000.
    package var minSamples = 1000
    /// How far the share of missing values may move before that is drift, in our own policy.
    package var missingThreshold = 0.05

    package init() {}

    /// Takes over what a schema says of one column.
    ///
    /// - Throws: `DriftError.unknownMethod`.
    package mutating func setRule(
        column: String, method: String?, threshold: Double?
    ) throws(DriftError) {
        let known: DriftMethod? = if let method { try DriftMethod(named: method) } else { nil }
        rules[column] = Rule(method: known, threshold: threshold)
    }
}
