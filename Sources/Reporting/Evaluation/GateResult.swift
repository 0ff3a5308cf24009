import Evaluation
import Markup
import RunDocument

/// A gate with what the report knows of its metric.
struct GateResult {
    let check: Check
    let bounds: GateBounds
    /// Printable.
    let metric: String
    /// Printable; nil for all rows.
    let slice: String?
    let observed: Double?
    let interval: Interval?
    let baseline: Double?
    let change: MetricChange?

    /// Nil if the check is not a gate.
    init?(
        _ check: Check,
        metrics: [String: MetricComparison] = [:],
        slices: [String: SliceResult] = [:]
    ) {
        guard let bounds = GateBounds(check) else { return nil }
        self.check = check
        self.bounds = bounds
        let id = check["metric"]?.stringValue ?? check.id
        metric = id.isEmpty ? "gate" : id.printable(limit: 120)
        slice = bounds.scope ?? CheckText(check: check).slice
        let result = slice.flatMap { slices[$0] }
        let whole = slice == nil ? metrics[id] : nil
        observed = check.observed?.doubleValue
        interval = check.interval("interval") ?? whole?.interval ?? result?.intervals[id]
        baseline = check["baseline"]?.doubleValue ?? whole?.baseline ?? result?.baseline[id] ?? nil
        // Of differences between slices, less is better, whatever they are of.
        let isHigher =
            bounds.scope == nil
            && (metrics[id]?.isHigherBetter ?? (Metrics.direction(of: id) == .higherIsBetter))
        change = Self.change(
            observed, baseline, check.interval("changeInterval") ?? whole?.changeInterval, isHigher)
    }

    private static func change(
        _ observed: Double?,
        _ baseline: Double?,
        _ interval: Interval?,
        _ isHigherBetter: Bool
    ) -> MetricChange? {
        MetricChange(
            MetricComparison(
                name: "",
                value: observed,
                baseline: baseline,
                changeInterval: interval,
                isHigherBetter: isHigherBetter
            ))
    }

    /// The value and its interval, with the bound as a mark; nil without a bound or a value.
    var strip: RangeStrip? {
        guard let observed, let allowed = bounds.allowed else { return nil }
        let numbers = [
            observed, interval?.lower, interval?.upper, baseline, bounds.lower, bounds.upper,
        ].compactMap(\.self)
        var words = RangeWords(value: observed, interval: interval, baseline: baseline)
        words.bound = bounds.words.joined(separator: ", ")
        return RangeStrip(
            scale: PlotScale(covering: numbers, padding: 0.15),
            title: "\(metric): \(words.text)",
            value: observed,
            interval: interval,
            baseline: baseline,
            allowed: allowed,
            tone: CheckMark(check.status).tone
        )
    }

    /// Whether nothing was held against its bounds: they are about a change, and there is no baseline.
    var isUnjudged: Bool { check.status == .passed && note != nil && bounds.allowed == nil }

    /// What was not judged, in words; printable.
    var note: String? {
        check["note"]?.stringValue.map { note in
            let note = note.printable(limit: 200)
            return isHeldToo ? "the change is not judged: \(note)" : note
        }
    }

    private var isHeldToo: Bool { bounds.allowed != nil && !bounds.change.isEmpty }

    /// What went wrong, in words.
    var reason: String {
        if let message = GateMessage(check: check).text { return message }
        let name = slice.map { "\(metric) for \($0)" } ?? metric
        let value = observed.map(NumberText.measure) ?? "not known"
        return "\(name) is \(value), and \(bounds.words.joined(separator: ", ")) is asked for"
    }
}

extension Check {
    /// A member as `[0.81, 0.93]` or `{"lower": 0.81, "upper": 0.93}`.
    fileprivate func interval(_ key: String) -> Interval? {
        let ends =
            self[key]?.arrayValue ?? [self[key]?["lower"], self[key]?["upper"]].compactMap(\.self)
        let numbers = ends.compactMap(\.doubleValue)
        return numbers.count == 2 ? Interval(numbers[0], numbers[1]) : nil
    }
}
