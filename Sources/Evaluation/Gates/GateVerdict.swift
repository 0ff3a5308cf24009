package import RunDocument

extension Gate {
    /// What a gate is held against.
    package struct Evidence: Sendable {
        package var candidate: [String: Double?]
        /// The production model's metrics on the same rows; nil if there is none.
        package var baseline: [String: Double?]?
        /// Rows of the slice; nil for all rows.
        package var sliceSize: Int?

        package init(
            candidate: [String: Double?],
            baseline: [String: Double?]?,
            sliceSize: Int? = nil
        ) {
            self.candidate = candidate
            self.baseline = baseline
            self.sliceSize = sliceSize
        }
    }

    /// Holds the gate against the evidence.
    ///
    /// - Throws: `EvaluationError.invalidGate` if no evaluation of this kind has such a metric.
    package func check(_ evidence: Evidence) throws(EvaluationError) -> Check {
        guard let value = evidence.candidate[metric] else {
            throw .invalidGate(
                reason: "there is no metric '\(metric)' for this model",
                hint: "there are \(evidence.candidate.keys.sorted().joined(separator: ", "))"
            )
        }
        if let size = evidence.sliceSize, size < minimumSliceSize {
            return missing("the slice has \(size) rows, fewer than \(minimumSliceSize)")
        }
        guard let value else { return missing("'\(metric)' is not defined on this data") }
        var check = makeCheck(.passed, observed: value)
        var reasons = boundViolations(value)
        if let change {
            if let baseline = evidence.baseline?[metric] ?? nil {
                reasons += violations(of: change, value: value, baseline: baseline)
                check["baseline"] = .number(baseline)
            } else if onMissing == .fail {
                reasons.append("there is no production model to compare with")
            } else {
                check["note"] = "no production model to compare with"
            }
        }
        if !reasons.isEmpty {
            check.status = .failed
            check.message = "\(name) is \(Self.text(value)): \(reasons.joined(separator: "; "))"
        }
        return check
    }

    private var name: String {
        slice.isEmpty
            ? metric
            : "\(metric) for "
                + slice.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: ", ")
    }

    private func missing(_ reason: String) -> Check {
        let status: Check.Status = onMissing == .pass ? .skipped : .failed
        var check = makeCheck(status, observed: nil)
        check.message = "\(name): \(reason)"
        return check
    }

    private func makeCheck(_ status: Check.Status, observed: Double?) -> Check {
        Check(
            id: metric,
            status: status,
            observed: observed.map(JSONValue.number) ?? .null,
            expected: expected,
            slice: slice.isEmpty ? nil : .object(slice.mapValues(JSONValue.string))
        )
    }

    private func boundViolations(_ value: Double) -> [String] {
        var reasons: [String] = []
        if let lowerBound, !(value >= lowerBound) {
            reasons.append("below \(Self.text(lowerBound))")
        }
        if let upperBound, !(value <= upperBound) {
            reasons.append("above \(Self.text(upperBound))")
        }
        return reasons
    }

    private func violations(of change: Change, value: Double, baseline: Double) -> [String] {
        let gain = direction == .higherIsBetter ? value - baseline : baseline - value
        var reasons: [String] = []
        if let absolute = change.absolute, !(gain >= absolute) {
            reasons.append(
                "production has \(Self.text(baseline)), a change of \(Self.text(value - baseline))"
            )
        }
        // Relative to nothing there is no change to speak of: TFMA divides by zero here.
        if let relative = change.relative, baseline != 0, !(gain / baseline.magnitude >= relative) {
            reasons.append(
                "production has \(Self.text(baseline)), a relative change of "
                    + Self.text((value - baseline) / baseline.magnitude)
            )
        }
        return reasons
    }

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
        return parts.joined(separator: ", ")
    }

    /// Four significant places, for people; the document has the exact number.
    private static func text(_ value: Double) -> String {
        let scaled = (value * 1e4).rounded() / 1e4
        return scaled == 0 && value != 0 ? "\(value)" : "\(scaled)"
    }
}
