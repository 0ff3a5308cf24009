import Dataset
import Glibc

// What a reader of a profile is told, from what was counted.

extension ColumnProfile {
    /// How many of the most frequent values are told.
    static let frequentCount = 10

    init(_ name: String, declared: FieldType?, rows: Int, _ tallies: ColumnTallies) {
        self.init(
            name: name,
            rows: rows,
            missing: rows - tallies.present,
            type: declared,
            numbers: NumberSummary(tallies.numbers),
            texts: TextSummary(tallies.texts, tallies.facts),
            declaredType: declared,
            tallies: tallies
        )
        if declared == nil { type = commonType }
    }

    /// The type that all present cells have; `string` if they have no other in common.
    private var commonType: FieldType? {
        guard present > 0 else { return nil }
        let special = numbers.nan + numbers.positiveInfinity + numbers.negativeInfinity
        if texts.count == 0 {
            return numbers.integers == numbers.count && special == 0 ? .integer : .number
        }
        guard numbers.count + special == 0 else { return .string }
        switch texts.count {
        case texts.booleans: return .boolean
        case texts.dates: return .date
        case texts.datetimes: return .datetime
        case texts.times: return .time
        default: return .string
        }
    }
}

extension NumberSummary {
    init(_ tally: NumberTally) {
        self.init(
            count: tally.count,
            integers: tally.integers,
            nan: tally.nan,
            positiveInfinity: tally.positiveInfinity,
            negativeInfinity: tally.negativeInfinity,
            distinct: Estimate(value: 0, standardError: 0)
        )
        // NaN and the infinities are values too.
        let special = [nan, positiveInfinity, negativeInfinity].filter { $0 > 0 }.count
        let moments: Moments
        switch tally.values {
        case .exact(let table):
            let counts = table.sorted
            moments = counts.moments
            (minimum, maximum) = (counts.values.first, counts.values.last)
            distinct.value = Double(counts.values.count + special)
            frequent = counts.mostFrequent(ColumnProfile.frequentCount)
            self.counts = counts
        case .sketched(let sketches):
            moments = sketches.moments
            (minimum, maximum) = (sketches.quantiles.minimum, sketches.quantiles.maximum)
            let estimate = sketches.distinct.estimate
            distinct = Estimate(
                value: estimate + Double(special),
                standardError: estimate * HyperLogLog.relativeStandardError
            )
            sketch = sketches.quantiles.sorted
            rankError = sketches.quantiles.rankError
            frequent = sketches.frequent.items.prefix(ColumnProfile.frequentCount)
                .compactMap { item in
                    FrequentItems.number(item.key).map { ($0, item.bounds.lowerBound) }
                }
        }
        if count > 0 { mean = moments.mean }
        standardDeviation = moments.standardDeviation
    }

    /// A quantile with linear interpolation between neighbours, as NumPy has it by default.
    ///
    /// - Parameter share: from 0 to 1.
    /// - Returns: nil if there are no numbers; within `rankError` if not all are kept.
    package func quantile(_ share: Double) -> Double? {
        (sketch ?? counts.map(SortedNumbers.init))?.interpolated(share)
    }
}

extension SortedNumbers {
    /// A quantile with linear interpolation between neighbours; nil if there are no numbers.
    func interpolated(_ share: Double) -> Double? {
        let place = share * Double(total - 1)
        let below = Int(place.rounded(.down))
        guard let low = orderStatistic(below) else { return nil }
        let part = place - Double(below)
        guard part > 0, let high = orderStatistic(below + 1) else { return low }
        // As NumPy's lerp, which is exact at both ends.
        let step = high - low
        return part < 0.5 ? low + step * part : high - step * (1 - part)
    }

    package init(_ counts: NumberCounts) {
        self.init(
            zip(counts.values, counts.counts).map { ($0, $1) },
            minimum: counts.values.first ?? 0,
            maximum: counts.values.last ?? 0
        )
    }
}

extension NumberCounts {
    /// The most frequent values, of equally frequent ones the least first.
    func mostFrequent(_ limit: Int) -> [(value: Double, count: Int)] {
        counts.greatest(limit).map { (values[$0], counts[$0]) }
    }
}

extension TextCounts {
    /// The most frequent values, of equally frequent ones the first by its bytes.
    func mostFrequent(_ limit: Int) -> [(value: String, count: Int)] {
        counts.greatest(limit).map { (values[$0], counts[$0]) }
    }
}

extension [Int] {
    /// The indices of the greatest elements, greatest first, of equal ones the first one first.
    fileprivate func greatest(_ limit: Int) -> [Int] {
        var found: [Int] = []
        for (index, element) in enumerated() {
            if found.count == limit {
                guard let last = found.last, self[last] < element else { continue }
                found.removeLast()
            }
            let place = found.firstIndex { self[$0] < element } ?? found.count
            found.insert(index, at: place)
        }
        return found
    }
}

extension TextSummary {
    init(_ tally: TextTally, _ facts: TextFacts) {
        self.init(
            count: tally.count,
            booleans: facts.booleans,
            dates: facts.dates,
            datetimes: facts.datetimes,
            times: facts.times,
            distinct: Estimate(value: 0, standardError: 0),
            frequent: []
        )
        if facts.minimumLength <= facts.maximumLength {
            minimumLength = facts.minimumLength
            maximumLength = facts.maximumLength
            meanLength = Double(facts.totalLength) / Double(count)
        }
        if facts.earliest <= facts.latest { (earliest, latest) = (facts.earliest, facts.latest) }
        switch tally.values {
        case .exact(let table):
            let counts = table.sorted
            distinct.value = Double(counts.values.count)
            frequent = counts.mostFrequent(ColumnProfile.frequentCount)
            self.counts = counts
        case .sketched(let sketches):
            let estimate = sketches.distinct.estimate
            distinct = Estimate(
                value: estimate,
                standardError: estimate * HyperLogLog.relativeStandardError
            )
            frequent = sketches.frequent.items.prefix(ColumnProfile.frequentCount).map { item in
                (String(decoding: item.key, as: UTF8.self), item.bounds.lowerBound)
            }
        }
    }
}
