import Evaluation
import RunReporting

/// What a strip shows, in words.
struct RangeWords {
    let value: Double?
    var interval: Interval?
    var baseline: Double?
    var bound: String?

    var text: String {
        let parts = [
            value.map(NumberText.measure) ?? "not defined",
            interval.map { "interval \(NumberText.range($0.lower, $0.upper))" },
            baseline.map { "baseline \(NumberText.measure($0))" },
            bound.map { "bound \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// What the marks of a strip mean.
    static func hint(_ confidence: Double?) -> String {
        let interval = confidence.map { "the bar its \(NumberText.percent($0)) interval, " } ?? ""
        return "the dot is the model, \(interval)the ring the baseline"
    }
}
