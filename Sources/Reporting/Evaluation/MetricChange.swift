import Evaluation
import RunReporting

/// How a metric moved from the baseline, for the eye and in words.
struct MetricChange {
    enum Kind {
        case better, worse
        /// The interval of the change holds 0.
        case unclear
        case none
    }

    let difference: Double
    /// What it is a change of, for the digits.
    let value: Double
    let kind: Kind

    /// - Parameter isClear: nil where no interval tells; then its sign alone does.
    init(value: Double, baseline: Double, isHigherBetter: Bool, isClear: Bool? = nil) {
        difference = value - baseline
        self.value = value
        if value == baseline {
            kind = .none
        } else if isClear == false {
            kind = .unclear
        } else {
            kind = (difference > 0) == isHigherBetter ? .better : .worse
        }
    }

    init?(_ metric: MetricComparison) {
        guard let value = metric.value, let baseline = metric.baseline else { return nil }
        let holdsZero = metric.changeInterval.map { $0.lower <= 0 && $0.upper >= 0 }
        self.init(
            value: value,
            baseline: baseline,
            isHigherBetter: metric.isHigherBetter,
            isClear: holdsZero.map(!)
        )
    }

    /// The slice's own interval stands in for that of the change: the rows are few.
    init?(_ slice: SliceResult, _ metric: String, isHigherBetter: Bool) {
        guard let value = slice.metrics[metric] ?? nil, let baseline = slice.baseline[metric] ?? nil
        else { return nil }
        let interval = slice.intervals[metric]
        self.init(
            value: value,
            baseline: baseline,
            isHigherBetter: isHigherBetter,
            isClear: interval.map { baseline < $0.lower || baseline > $0.upper }
        )
    }

    var text: String { NumberText.change(difference, of: value) }

    var arrow: String { kind == .none ? "＝" : difference > 0 ? "▲" : "▼" }

    var word: String {
        switch kind {
        case .better: "better"
        case .worse: "worse"
        case .unclear: "not significant"
        case .none: "the same"
        }
    }

    /// The class of what shows it.
    var tone: String {
        switch kind {
        case .better: "good"
        case .worse: "bad"
        case .unclear, .none: "soft"
        }
    }

    func write(to output: inout MarkupWriter) {
        output.element("span", ["class": "change \(tone)"]) { output in
            output.element("span", ["aria-hidden": "true"], "\(arrow) ")
            output.write(text)
        }
        output.element("small", word)
    }
}
