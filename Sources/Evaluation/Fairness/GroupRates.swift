/// Weighted counts of one group's rows by what is true and what was predicted of one label.
struct GroupRates: Sendable {
    var rowCount = 0
    private var truePositives = 0.0
    private var falsePositives = 0.0
    private var falseNegatives = 0.0
    private var trueNegatives = 0.0

    /// - Parameter weight: of all these rows.
    mutating func add(_ rows: Int, isTrue: Bool, isPredicted: Bool, weight: Double) {
        rowCount += rows
        switch (isTrue, isPredicted) {
        case (true, true): truePositives += weight
        case (false, true): falsePositives += weight
        case (true, false): falseNegatives += weight
        case (false, false): trueNegatives += weight
        }
    }

    /// The share of rows that are given the label; nil without weight.
    var selectionRate: Double? {
        let all = truePositives + falsePositives + falseNegatives + trueNegatives
        return all == 0 ? nil : (truePositives + falsePositives) / all
    }

    /// The share of rows with the label that are given it; 0 if none has it, as in Fairlearn.
    var truePositiveRate: Double { Self.rate(truePositives, falseNegatives) }

    /// The share of rows without the label that are given it; 0 if there is none.
    var falsePositiveRate: Double { Self.rate(falsePositives, trueNegatives) }

    private static func rate(_ part: Double, _ rest: Double) -> Double {
        part + rest == 0 ? 0 : part / (part + rest)
    }
}
