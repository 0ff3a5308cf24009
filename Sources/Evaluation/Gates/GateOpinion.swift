extension Gate {
    /// What one bound says.
    enum Opinion { case kept, broken(String), open(String) }

    private static let tooFew = "there is no interval of so few"

    /// What the bounds of the metric itself say.
    ///
    /// - Parameter intervals: nil if the value is taken for what it is.
    func bounds(_ value: Double, _ intervals: MetricIntervals?) -> [Opinion] {
        var opinions: [Opinion] = []
        let interval = intervals?.value
        if let interval, interval.isPoint {
            opinions.append(.open("all resamples agree, which says nothing of how far it is off"))
        } else if intervals != nil, interval == nil, lowerBound ?? upperBound != nil {
            opinions.append(.open(Self.tooFew))
        }
        if let lowerBound {
            opinions.append(
                opinion(
                    value, interval, isKept: { $0 >= lowerBound },
                    "below \(Self.text(lowerBound))", "the bound \(Self.text(lowerBound))"))
        }
        if let upperBound {
            opinions.append(
                opinion(
                    value, interval, isKept: { $0 <= upperBound },
                    "above \(Self.text(upperBound))", "the bound \(Self.text(upperBound))"))
        }
        return opinions
    }

    /// Kept if the whole interval keeps the bound, broken if none of it does.
    private func opinion(
        _ value: Double, _ interval: Interval?, isKept: (Double) -> Bool, _ reason: String,
        _ bound: String
    ) -> Opinion {
        guard let interval, confidence != nil else {
            return isKept(value) ? .kept : .broken(reason)
        }
        switch (isKept(interval.lower), isKept(interval.upper)) {
        case (true, true): return .kept
        case (false, false): return .broken(reason)
        default: return .open("\(bound) is in \(interval.words(Self.text))")
        }
    }

    /// What the bounds of its change against the baseline say.
    func opinion(
        of change: Change, _ value: Double, _ baseline: Double, _ intervals: MetricIntervals?
    ) -> [Opinion] {
        let sign: Double = direction == .higherIsBetter ? 1 : -1
        func allowed(_ bound: Double) -> String {
            let isHigher = direction == .higherIsBetter
            return "; at \(isHigher ? "least" : "most") "
                + "\(Self.text(isHigher ? bound : 0 - bound)) is allowed"
        }
        var opinions: [Opinion] = []
        if intervals != nil, intervals?.change == nil { opinions.append(.open(Self.tooFew)) }
        if let absolute = change.absolute {
            opinions.append(
                opinion(
                    value - baseline, intervals?.change, isKept: { sign * $0 >= absolute },
                    "the baseline has \(Self.text(baseline)), a change of "
                        + Self.text(value - baseline) + allowed(absolute),
                    "a change of \(Self.text(sign * absolute))"))
        }
        // Relative to nothing each change is infinite: TFMA divides by zero here.
        if let relative = change.relative, baseline == 0 {
            opinions.append(
                opinion(
                    value, intervals?.change,
                    isKept: { sign * $0 > 0 || ($0 == 0 && relative <= 0) },
                    "the baseline has 0, a change of \(Self.text(value))", "the baseline's 0"))
        } else if let relative = change.relative {
            let share = (value - baseline) / baseline.magnitude
            opinions.append(
                opinion(
                    share, intervals?.relativeChange, isKept: { sign * $0 >= relative },
                    "the baseline has \(Self.text(baseline)), a relative change of "
                        + Self.text(share) + allowed(relative),
                    "a relative change of \(Self.text(sign * relative))"))
        }
        return opinions
    }
}

extension Interval {
    /// But for rounding.
    fileprivate var isPoint: Bool { upper - lower <= 1e-12 * max(1, upper.magnitude) }

    fileprivate func words(_ text: (Double) -> String) -> String {
        "[\(text(lower)), \(text(upper))]"
    }
}
