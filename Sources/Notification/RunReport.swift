package import RunDocument

/// What the owner of a model is told about a run.
package struct RunReport: Sendable {
    /// What happened, in a word: a part of the message's identity.
    package enum Event: String, Sendable {
        case success, failure, approval, promoted
        case rolledBack = "rolled-back"
        case unchanged
    }

    package struct Fact: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    package struct StageLine: Sendable, Hashable {
        package let name: String
        package let status: StageStatus
    }

    package let event: Event
    /// What a target may have asked to be told of.
    package let occasions: Set<Occasion>
    /// The model and its version, as `penguins 3`.
    package let subject: String
    package let headline: String
    package let facts: [Fact]
    package let comparison: MetricComparison?
    package let failure: FailureReport?
    package let next: NextStep
    /// Where the reader goes on: to approve, else to the build.
    package let link: Link?
    package let stages: [StageLine]

    package init(_ run: Run, _ surroundings: RunSurroundings = RunSurroundings()) {
        event = Event(run)
        occasions = Occasion.all(of: run, event, surroundings)
        let about = RunSubject(run)
        failure = FailureReport(run)
        comparison = MetricComparison(run)
        let verdict = event.verdict(failure, about, surroundings)
        headline = "\(about.name) \(verdict)"
        subject = "[mlx] \(about.name): \(verdict)"
        facts = Self.facts(of: run, about)
        next = NextStep(event, of: about, failure: failure)
        link = Self.link(event, run, surroundings)
        stages = run.stages.filter { $0.name != "notify" }
            .map { StageLine(name: $0.name, status: $0.status) }
    }

    /// To the build, as the CI system has it.
    static func build(_ run: Run) -> Link? {
        Link("Open the build", run.metadata.ci["url"]?.stringValue)
    }

    private static func link(_ event: Event, _ run: Run, _ surroundings: RunSurroundings) -> Link? {
        let isOpen = event == .approval || event == .success
        let approval = Link("Approve or reject", surroundings.approvalURL, isApproval: true)
        if isOpen, let approval { return approval }
        return build(run)
    }

    private static func facts(of run: Run, _ subject: RunSubject) -> [Fact] {
        var facts: [Fact] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append(Fact(name: name, value: value)) }
        }
        add("Model", run.metadata.model)
        add("Version", subject.version.map { String($0) })
        add("Digest", run.model?.digest)
        add("Pipeline", run.pipeline.map(words))
        if run.pipeline != .train { add("Base", run.spec["base"]?["uri"]?.stringValue) }
        let reasons = (run.spec["reasons"]?.arrayValue ?? []).compactMap(\.stringValue)
        add("Because", reasons.joined(separator: "; "))
        for (split, data) in run.inputs.data.sorted(by: { $0.key < $1.key }) {
            let rows = data.rows.map { " (\(NumberText.count($0)) rows)" } ?? ""
            add("Data", "\(split): \(data.uri)\(rows)")
        }
        let promotion = subject.promotion?.details
        add("Before", subject.versionBefore.map { "version \($0)" })
        add("Reason", promotion?["reason"]?.stringValue)
        add("By", promotion?["actor"]?.stringValue)
        add("Service", promotion?["service"]?["url"]?.stringValue)
        add("Commit", run.metadata.ci["commit"]?.stringValue)
        add("Build", run.metadata.ci["url"]?.stringValue)
        add("Run", run.metadata.id)
        add("Started", run.metadata.createdAt)
        return facts
    }

    private static func words(_ pipeline: Pipeline) -> String {
        switch pipeline {
        case .train: "train from scratch"
        case .retrain: "retrain on the data that changed"
        case .retest: "run the new tests on the registered model"
        case .none: "nothing to do"
        }
    }
}

extension RunReport.Event {
    fileprivate init(_ run: Run) {
        let promotion = run.stage(named: "promote")
        switch run.status.phase {
        case .failed, .error: self = .failure
        case .awaitingApproval: self = .approval
        case .succeeded where run.status.exitCode != 0: self = .unchanged
        case .succeeded
        where promotion?.status == .passed && promotion?.details["rehearsal"] == nil:
            self = promotion?.details["action"] == "rollback" ? .rolledBack : .promoted
        case .succeeded: self = .success
        }
    }

    fileprivate func verdict(
        _ failure: FailureReport?, _ subject: RunSubject, _ surroundings: RunSurroundings
    ) -> String {
        switch self {
        case .failure where subject.retested != nil && failure?.stage == "eval":
            "failed the new tests"
        case .failure: "failed at \(failure?.stage ?? "an unknown stage")"
        case .approval: "waits for your approval"
        case .promoted: "is in production"
        case .rolledBack: "is in production again, rolled back"
        case .unchanged: "has nothing new"
        case .success where subject.retested != nil: "passed the new tests"
        case .success: surroundings.followsFailure ? "passed again" : "passed"
        }
    }
}
