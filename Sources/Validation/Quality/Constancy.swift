import Profile
import RunDocument

/// Columns that say nothing: one value, or nearly one.
extension ColumnQuality {
    /// No more than one value in all present cells.
    ///
    /// Deepchecks' `IsSingleValue` passes a column without any value; here it does not.
    var singleValue: Finding? {
        guard column.rows > 1 else { return nil }
        let distinct = distinctValues
        let few = distinct.value <= 1
        return Finding(
            "single-value",
            column: name,
            Measure(distinct),
            .above(1),
            message: few && column.present == 0
                ? "'\(name)' has no value" : "'\(name)' has a single value"
        )
    }

    /// The share of the most frequent value, if there are others; no peer's number.
    var almostConstant: Finding? {
        guard column.present > 0, distinctValues.value > 1 else { return nil }
        let kind = "almost-constant"
        let limit = Limit.below(thresholds[.almostConstant])
        func finding(_ share: Double) -> Finding {
            Finding(
                kind,
                column: name,
                Measure(share),
                limit,
                message: "'\(name)' has one value in \((100 * share).shortText) % of its cells"
            )
        }
        let present = Double(column.present)
        let known = highestKnownCount
        let share = Double(known.count) / present
        if known.isHighest || limit.isBroken(by: Measure(share)) { return finding(share) }
        // All values but one occur at least once.
        let bound = (present - distinctValues.value + 1) / present
        guard distinctValues.isExact, !limit.isBroken(by: Measure(bound)) else {
            return skipped(kind)
        }
        return finding(max(share, 0))
    }

    /// Infinities are values; NaN is none.
    private var distinctValues: Estimate {
        var distinct = column.distinct
        guard column.numbers.counts != nil else { return distinct }
        if column.numbers.positiveInfinity > 0 { distinct.value += 1 }
        if column.numbers.negativeInfinity > 0 { distinct.value += 1 }
        return distinct
    }

    private var highestKnownCount: (count: Int, isHighest: Bool) {
        let infinite = max(column.numbers.positiveInfinity, column.numbers.negativeInfinity)
        let number = column.numbers.counts?.counts.max() ?? 0
        let text = column.texts.counts?.counts.max() ?? column.texts.frequent.first?.count ?? 0
        let count = max(infinite, number, text)
        // What is not kept is too rare to be higher if the rest of its kind is.
        let areNumbersKnown = column.numbers.counts != nil || column.numbers.count <= count
        let areTextsKnown = column.texts.counts != nil || column.texts.count <= count
        return (count, areNumbersKnown && areTextsKnown)
    }
}
