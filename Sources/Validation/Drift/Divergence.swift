import Glibc

/// A measure of how two lists of shares r (reference) and c (current) differ: g(Σ f(r, c)).
///
/// Each f is convex, not negative, and 0 just where r = c. So a sketch's error in r and c bounds
/// the whole: over a box, f is largest at the two corners off the diagonal and smallest at the
/// corner next to it, or 0 where the box meets the diagonal.
enum Divergence: Sendable {
    /// Σ (r − c) ln(r/c), empty bins filled, shares not normalised again (Evidently).
    case populationStability
    /// Σ r ln(r/c), empty bins filled, then normalised: KL(reference ‖ current), natural log.
    case kullbackLeibler
    /// √(½KL(r‖m) + ½KL(c‖m)), m = (r + c)/2, natural log; from 0 to √ln 2; a metric.
    case jensenShannonDistance
    /// ½KL(r‖m) + ½KL(c‖m) with log₂, from 0 to 1 (TFDV): the distance squared over ln 2.
    case jensenShannonDivergence
    /// √(1 − Σ √(r·c)), from 0 to 1.
    case hellinger
    /// ½Σ |r − c|, from 0 to 1.
    case totalVariation
    /// max |r − c|, from 0 to 1.
    case chebyshev

    /// - Returns: the value and, unless the counts are exact, what it may be; nil if a side is
    ///   empty.
    func measure(_ counts: PairedCounts) -> Measurement? {
        guard counts.referenceTotal > 0, counts.currentTotal > 0 else { return nil }
        let reference = shares(counts.reference, counts.referenceTotal)
        let current = shares(counts.current, counts.currentTotal)
        let value = finish(total(zip(reference, current).lazy.map { term($0, $1) }))
        guard !counts.isExact else { return Measurement(value) }
        let boxes = reference.indices.map { bin in
            Box(
                reference: bounds(reference[bin], counts.referenceError[bin]),
                current: bounds(current[bin], counts.currentError[bin])
            )
        }
        let lower = finish(total(boxes.lazy.map(least)))
        let upper = finish(total(boxes.lazy.map(greatest)))
        return Measurement(value, in: min(lower, value)...max(upper, value))
    }

    private var isFilling: Bool {
        switch self {
        case .populationStability, .kullbackLeibler: true
        default: false
        }
    }

    private func shares(_ counts: [Double], _ total: Double) -> [Double] {
        let shares = counts.map { $0 / total }
        guard isFilling, let smallest = shares.filter({ $0 > 0 }).min() else { return shares }
        // Evidently's: small against the smallest share, whatever that is.
        let fill = smallest <= 0.0001 ? smallest / 1_000_000 : 0.0001
        let filled = shares.map { $0 == 0 ? fill : $0 }
        guard case .kullbackLeibler = self else { return filled }
        let sum = filled.reduce(0, +)
        return filled.map { $0 / sum }
    }

    private func term(_ r: Double, _ c: Double) -> Double {
        switch self {
        case .populationStability:
            return (r - c) * log(r / c)
        case .kullbackLeibler:
            // The last two cancel in the sum; with them, no term is negative.
            return r * log(r / c) - r + c
        case .jensenShannonDistance, .jensenShannonDivergence:
            let middle = (r + c) / 2
            return ((r > 0 ? r * log(r / middle) : 0) + (c > 0 ? c * log(c / middle) : 0)) / 2
        case .hellinger:
            let difference = r.squareRoot() - c.squareRoot()
            return difference * difference / 2
        case .totalVariation:
            return (r - c).magnitude / 2
        case .chebyshev:
            return (r - c).magnitude
        }
    }

    private func total(_ terms: some Sequence<Double>) -> Double {
        if case .chebyshev = self { return terms.reduce(0, max) }
        return terms.reduce(0, +)
    }

    private func finish(_ sum: Double) -> Double {
        switch self {
        case .jensenShannonDistance, .hellinger: max(0, sum).squareRoot()
        case .jensenShannonDivergence: min(1, max(0, sum) / log(2))
        default: sum
        }
    }
}

extension Divergence {
    private struct Box {
        var reference: ClosedRange<Double>
        var current: ClosedRange<Double>
    }

    private func bounds(_ share: Double, _ error: Double) -> ClosedRange<Double> {
        // A filled bin stays above 0, where the logarithm has a value.
        let floor = isFilling ? min(share, 0.0001) : 0
        return max(floor, share - error)...max(floor, min(1, share + error))
    }

    private func greatest(_ box: Box) -> Double {
        max(
            term(box.reference.lowerBound, box.current.upperBound),
            term(box.reference.upperBound, box.current.lowerBound)
        )
    }

    private func least(_ box: Box) -> Double {
        guard !box.reference.overlaps(box.current) else { return 0 }
        return box.reference.lowerBound > box.current.upperBound
            ? term(box.reference.lowerBound, box.current.upperBound)
            : term(box.reference.upperBound, box.current.lowerBound)
    }
}

/// A statistic and, if it comes of a sketch, the interval that it lies in.
struct Measurement: Hashable, Sendable {
    var value: Double
    var interval: ClosedRange<Double>?

    init(_ value: Double, in interval: ClosedRange<Double>? = nil) {
        self.value = value
        self.interval = interval
    }
}
