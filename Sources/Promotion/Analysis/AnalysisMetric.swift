package import RunDocument

/// A metric that decides about a version beside the live one, with the fields and the rules of Argo
/// Rollouts' AnalysisTemplate.
package struct AnalysisMetric: Hashable, Sendable {
    package var name: String
    package var successCondition: Condition?
    package var failureCondition: Condition?
    /// More measurements of a kind than these end the analysis.
    package var failureLimit = 0
    package var inconclusiveLimit = 0
    package var consecutiveErrorLimit = 4

    package init(_ name: String) { self.name = name }

    /// The names that there are.
    package static var names: [String] { ServiceNumbers.metricNames }

    /// The conditions, for a report.
    var words: String {
        let conditions = [
            successCondition.map(\.text), failureCondition.map { "not \($0.text)" },
        ]
        return "\(name): " + conditions.compactMap { $0 }.joined(separator: ", ")
    }

    package enum Verdict: String {
        case successful = "Successful", failed = "Failed",
            inconclusive = "Inconclusive", error = "Error"
    }

    /// What one measurement says.
    ///
    /// - Parameter result: nil if there was nothing to measure: that tells nothing.
    package func judge(_ result: Double?, live: Double?) -> Verdict {
        guard result != nil else { return .inconclusive }
        let succeeds = successCondition.map { $0.holds(result: result, live: live) }
        let fails = failureCondition.map { $0.holds(result: result, live: live) }
        // A condition that speaks of the live version, which had no request.
        if succeeds == .some(nil) || fails == .some(nil) { return .inconclusive }
        switch (succeeds.flatMap { $0 }, fails.flatMap { $0 }) {
        case (nil, nil): return .successful
        case (let success?, nil): return success ? .successful : .failed
        case (nil, let failure?): return failure ? .failed : .successful
        case (let success?, let failure?):
            return failure ? .failed : success ? .successful : .inconclusive
        }
    }
}

/// How the measurements of one metric add up.
package struct AnalysisTally {
    private let metric: AnalysisMetric
    private var counts: [AnalysisMetric.Verdict: Int] = [:]
    private var consecutiveErrors = 0
    private var last: Double?

    package init(_ metric: AnalysisMetric) { self.metric = metric }

    package mutating func add(_ verdict: AnalysisMetric.Verdict, _ value: Double?) {
        counts[verdict, default: 0] += 1
        consecutiveErrors = verdict == .error ? consecutiveErrors + 1 : 0
        last = value ?? last
    }

    /// What ends the analysis; nil while nothing does.
    package var decision: (Check.Status, String)? {
        let failed = counts[.failed, default: 0]
        let open = counts[.inconclusive, default: 0]
        if failed > metric.failureLimit {
            return (.failed, "\(metric.name) failed \(Self.times(failed))\(value)")
        }
        if consecutiveErrors > metric.consecutiveErrorLimit {
            return (
                .failed,
                "\(metric.name) could not be measured \(Self.times(consecutiveErrors)) in a row"
            )
        }
        if open > metric.inconclusiveLimit {
            return (
                .inconclusive, "\(metric.name) was inconclusive \(Self.times(open))\(value)"
            )
        }
        return nil
    }

    private var value: String {
        last.map { ", last at \(JSONValue.number($0).canonicalText())" } ?? ", without a request"
    }

    private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
