package import RunDocument

extension Gate {
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
        var opinions = bounds(value, evidence.intervals)
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
        check["lowerBound"] = lowerBound.map(JSONValue.number)
        check["upperBound"] = upperBound.map(JSONValue.number)
        check["rows"] = evidence.sliceSize.map { .integer(Int64($0)) }
        if let intervals = evidence.intervals {
            check["confidence"] = confidence.map(JSONValue.number)
            check["interval"] = intervals.value?.json
            if change != nil { check["changeInterval"] = intervals.change?.json }
        }
        return check
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
        let words = parts.joined(separator: ", ")
        switch scope {
        case .gap(let definition): return "\(words) between slices of \(definition.name)"
        case .groups(let column): return "\(words) between groups of \(column)"
        case .all, .slice, .each: return words
        }
    }

    /// Four significant places, for people; the document has the exact number.
    static func text(_ value: Double) -> String {
        let scaled = (value * 1e4).rounded() / 1e4
        return scaled == 0 && value != 0 ? "\(value)" : "\(scaled)"
    }
}

extension Interval {
    var json: JSONValue { [.number(lower), .number(upper)] }
}
