package import RunDocument

extension Gate {
    /// What a gate is held against: a metric of some rows.
    package struct Evidence: Sendable {
        /// What the rows are called; nil for all of them.
        package var slice: String?
        /// The columns that a slice is told by, as the gate writes them.
        package var selection: JSONValue?
        /// Rows of the slice; nil for all rows.
        package var sliceSize: Int?
        /// Nil if the metric is not defined on these rows.
        package var value: Double?
        /// Nil if there is no baseline, or the metric is not defined for it.
        package var baseline: Double?
        /// Nil if the value is taken for what it is.
        package var intervals: MetricIntervals?

        package init(
            value: Double?, baseline: Double? = nil, intervals: MetricIntervals? = nil,
            slice: String? = nil, sliceSize: Int? = nil
        ) {
            self.value = value
            self.baseline = baseline
            self.intervals = intervals
            self.slice = slice
            self.sliceSize = sliceSize
        }
    }

    /// What one bound says.
    private enum Opinion { case kept, broken(String), open(String) }

    /// Holds the gate against the evidence.
    package func check(_ evidence: Evidence) -> Check {
        if let size = evidence.sliceSize, size < minimumSliceSize {
            return missing(
                "the slice has \(size) rows, fewer than \(minimumSliceSize)", evidence)
        }
        guard let value = evidence.value else {
            return missing("'\(metric)' is not defined on this data", evidence)
        }
        var check = makeCheck(.passed, evidence)
        var opinions = bounds(value, evidence.intervals?.value)
        if let change {
            if let baseline = evidence.baseline {
                opinions += opinion(of: change, value, baseline, evidence.intervals)
            } else if onMissing == .fail {
                opinions.append(.broken("there is no baseline to compare with"))
            } else {
                check["note"] = "no baseline to compare with"
            }
        }
        judge(opinions, &check, value, evidence)
        return check
    }

    private func judge(
        _ opinions: [Opinion], _ check: inout Check, _ value: Double, _ evidence: Evidence
    ) {
        let broken = opinions.compactMap {
            if case .broken(let reason) = $0 { reason } else { nil }
        }
        let open = opinions.compactMap { if case .open(let reason) = $0 { reason } else { nil } }
        let name = name(evidence)
        if !broken.isEmpty {
            check.status = .failed
            check.message =
                "\(name) is \(Self.text(value)): \(broken.joined(separator: "; "))"
        } else if !open.isEmpty {
            switch onInconclusive {
            case .review: check.status = .inconclusive
            case .fail: check.status = .failed
            case .pass: check.status = .passed
            }
            check.message =
                "\(name) is \(Self.text(value)), and the rows are too few to tell: "
                + open.joined(separator: "; ")
        }
    }

    private func name(_ evidence: Evidence) -> String {
        if case .gap(let definition) = scope {
            return "the gap of \(metric) between slices of \(definition.name)"
        }
        return evidence.slice.map { "\(metric) for \($0)" } ?? metric
    }

    /// Of a metric, slice or baseline that is not there.
    package func missing(_ reason: String, _ evidence: Evidence) -> Check {
        var check = makeCheck(onMissing == .pass ? .skipped : .failed, evidence)
        check.observed = .null
        check.message = "\(name(evidence)): \(reason)"
        return check
    }

    private func makeCheck(_ status: Check.Status, _ evidence: Evidence) -> Check {
        var check = Check(
            id: metric,
            status: status,
            observed: evidence.value.map(JSONValue.number) ?? .null,
            expected: expected,
            slice: evidence.selection ?? evidence.slice.map(JSONValue.string)
        )
        check["baseline"] = evidence.baseline.map(JSONValue.number)
        check["rows"] = evidence.sliceSize.map { .integer(Int64($0)) }
        if let intervals = evidence.intervals {
            check["confidence"] = confidence.map(JSONValue.number)
            check["interval"] = intervals.value?.json
            if change != nil { check["changeInterval"] = intervals.change?.json }
        }
        return check
    }

    // MARK: Bounds

    private func bounds(_ value: Double, _ interval: Interval?) -> [Opinion] {
        var opinions: [Opinion] = []
        if confidence != nil, let interval, interval.lower == interval.upper {
            opinions.append(.open("all resamples agree, which says nothing of how far it is off"))
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

    private func opinion(
        of change: Change, _ value: Double, _ baseline: Double, _ intervals: MetricIntervals?
    ) -> [Opinion] {
        let sign: Double = direction == .higherIsBetter ? 1 : -1
        var opinions: [Opinion] = []
        if let absolute = change.absolute {
            opinions.append(
                opinion(
                    value - baseline, intervals?.change, isKept: { sign * $0 >= absolute },
                    "the baseline has \(Self.text(baseline)), a change of "
                        + Self.text(value - baseline),
                    "a change of \(Self.text(sign * absolute))"))
        }
        // Relative to nothing there is no change to speak of: TFMA divides by zero here.
        if let relative = change.relative, baseline != 0 {
            let share = (value - baseline) / baseline.magnitude
            opinions.append(
                opinion(
                    share, intervals?.relativeChange, isKept: { sign * $0 >= relative },
                    "the baseline has \(Self.text(baseline)), a relative change of "
                        + Self.text(share),
                    "a relative change of \(Self.text(sign * relative))"))
        }
        return opinions
    }

    // MARK: Words

    /// The gate in words, as `>= 0.95, change >= -0.005`.
    package var expected: String {
        var parts: [String] = []
        if let lowerBound { parts.append(">= \(lowerBound)") }
        if let upperBound { parts.append("<= \(upperBound)") }
        let isHigher = direction == .higherIsBetter
        if let absolute = change?.absolute {
            parts.append("change \(isHigher ? ">=" : "<=") \(isHigher ? absolute : 0 - absolute)")
        }
        if let relative = change?.relative {
            parts.append(
                "relative change \(isHigher ? ">=" : "<=") \(isHigher ? relative : 0 - relative)"
            )
        }
        let words = parts.joined(separator: ", ")
        switch scope {
        case .gap(let definition): return "\(words) between slices of \(definition.name)"
        case .groups(let column): return "\(words) between groups of \(column)"
        case .all, .slice, .each: return words
        }
    }

    /// Four significant places, for people; the document has the exact number.
    private static func text(_ value: Double) -> String {
        let scaled = (value * 1e4).rounded() / 1e4
        return scaled == 0 && value != 0 ? "\(value)" : "\(scaled)"
    }
}

extension Interval {
    var json: JSONValue { [.number(lower), .number(upper)] }

    fileprivate func words(_ text: (Double) -> String) -> String {
        "[\(text(lower)), \(text(upper))]"
    }
}
