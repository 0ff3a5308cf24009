import Profile

/// The cumulative shares F and G of two distributions between neighbouring values of either.
struct CumulativeSteps: Sequence, IteratorProtocol {
    struct Step {
        /// F and G are constant from `start` until, but without, `end`.
        var start: Double
        /// Nil after the last value, where F = G = 1.
        var end: Double?
        var reference: Double
        var current: Double
    }

    private let sides: (NumberDistribution, NumberDistribution)
    private let sizes: (Double, Double)
    private var places = (0, 0)
    private var seen = (0, 0)

    init(_ reference: NumberDistribution, _ current: NumberDistribution) {
        sides = (reference, current)
        sizes = (Double(reference.total), Double(current.total))
    }

    mutating func next() -> Step? {
        guard let start = least else { return nil }
        if places.0 < sides.0.counts.values.count, sides.0.counts.values[places.0] == start {
            seen.0 += sides.0.counts.counts[places.0]
            places.0 += 1
        }
        if places.1 < sides.1.counts.values.count, sides.1.counts.values[places.1] == start {
            seen.1 += sides.1.counts.counts[places.1]
            places.1 += 1
        }
        return Step(
            start: start, end: least,
            reference: Double(seen.0) / sizes.0, current: Double(seen.1) / sizes.1
        )
    }

    /// The smallest value that is still to come.
    private var least: Double? {
        let first = sides.0.counts.values
        let second = sides.1.counts.values
        switch (places.0 < first.count, places.1 < second.count) {
        case (true, true): return Swift.min(first[places.0], second[places.1])
        case (true, false): return first[places.0]
        case (false, true): return second[places.1]
        case (false, false): return nil
        }
    }
}

extension NumberDistribution {
    /// What the cumulative share may be over a step.
    func bounds(_ share: Double, from start: Double, to end: Double) -> ClosedRange<Double> {
        if end <= minimum { return 0...0 }
        if start >= maximum { return 1...1 }
        return max(0, share - rankError)...min(1, share + rankError)
    }
}
