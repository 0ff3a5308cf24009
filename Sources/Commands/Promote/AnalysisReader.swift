import CommandLineTool
import Evaluation
import Promotion
import Registry
import RunDocument

typealias CandidateMode = CandidateOffer.Mode

/// Reads `promote.canary` and `promote.shadow`.
struct AnalysisReader {
    private let mode: CandidateMode
    private let project: Project
    private let patience: Duration

    /// - Parameter patience: how long the service may take to load the version.
    init(_ mode: CandidateMode, _ project: Project, patience: Duration) {
        self.mode = mode
        self.project = project
        self.patience = patience
    }

    private var section: String { "promote.\(mode.rawValue)" }

    func analysis(_ written: Project.Analysis) throws -> Analysis {
        let deployer = project.promote.effectiveDeployer
        guard deployer == .serve || deployer == .systemd else {
            throw project.invalid(
                "'\(section)' needs a service that follows the registry, as the deployers mlx-serve and systemd have",
                hint: deployer == .kubernetes
                    ? "in a cluster, Argo Rollouts or KServe's canaryTrafficPercent deal out requests"
                    : nil)
        }
        let share = written.share ?? (mode == .canary ? 0.1 : 1)
        guard share > 0, share <= 1 else {
            throw project.invalid("'\(section).share' is \(share), not above 0 and at most 1")
        }
        let count = written.count ?? 5
        guard (1...100_000).contains(count) else {
            throw project.invalid("'\(section).count' is \(count), not 1 to 100000")
        }
        let prefix = mode.rawValue
        var analysis = Analysis(
            mode, share: share,
            interval: try project.duration(written.interval, "\(prefix).interval") ?? .seconds(30),
            count: count,
            metrics: try written.metrics.map(metric))
        analysis.initialDelay =
            try project.duration(written.initialDelay, "\(prefix).initialDelay") ?? .zero
        analysis.tolerance = written.tolerance ?? 0
        guard analysis.tolerance >= 0 else {
            throw project.invalid("'\(section).tolerance' is negative")
        }
        if analysis.metrics.isEmpty { analysis.metrics = [try usualMetric()] }
        analysis.patience = patience
        return analysis
    }

    /// What decides where nothing else is said.
    private func usualMetric() throws(ConditionError) -> AnalysisMetric {
        var metric = AnalysisMetric(mode == .canary ? "error_rate" : "disagreement_rate")
        metric.successCondition = try Condition(
            mode == .canary ? "result <= 0.01" : "result <= 0.05")
        return metric
    }

    private static let keys = [
        "name", "successCondition", "failureCondition", "failureLimit", "inconclusiveLimit",
        "consecutiveErrorLimit",
    ]

    private func metric(_ place: Located<JSONValue>) throws(ProjectError) -> AnalysisMetric {
        let members = try Members(
            place.value, place, name: "a metric of '\(section)'", known: Self.keys)
        guard let name = try members.string("name") else {
            throw members.invalid("a metric of '\(section)' has no 'name'", hint: nil)
        }
        let known = AnalysisMetric.names.filter { mode == .shadow || $0 != "disagreement_rate" }
        guard known.contains(name) else {
            throw members.invalid(
                "there is no metric '\(name)' of a \(mode.rawValue)",
                hint: KnownWords(known).hint(for: name))
        }
        var metric = AnalysisMetric(name)
        metric.successCondition = try condition("successCondition", members)
        metric.failureCondition = try condition("failureCondition", members)
        guard metric.successCondition != nil || metric.failureCondition != nil else {
            throw members.invalid(
                "the metric '\(name)' has neither a successCondition nor a failureCondition",
                hint: "write successCondition: result <= 0.01")
        }
        metric.failureLimit = try members.count("failureLimit") ?? 0
        metric.inconclusiveLimit = try members.count("inconclusiveLimit") ?? 0
        metric.consecutiveErrorLimit = try members.count("consecutiveErrorLimit") ?? 4
        return metric
    }

    private func condition(
        _ key: String, _ members: Members
    ) throws(ProjectError) -> Condition? {
        guard let text = try members.string(key) else { return nil }
        do throws(ConditionError) {
            return try Condition(text)
        } catch {
            throw members.invalid(
                "'\(key)' is '\(text)': \(error.reason)",
                hint: "write result <= 0.01, or result <= live * 1.2 && result < 50")
        }
    }
}
