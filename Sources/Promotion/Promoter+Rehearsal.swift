import Evaluation
import Registry

extension Promoter {
    /// Says what would be done, after all that can be looked at without changing anything.
    func rehearse(_ plan: Plan, _ request: PromotionRequest) throws -> PromotionResult {
        try check(plan, request)
        var result = PromotionResult(version: plan.version, before: plan.before)
        result.plan = try steps(plan, request)
        return result
    }

    private func steps(_ plan: Plan, _ request: PromotionRequest) throws -> [PlannedStep] {
        let version = plan.version
        let name = "\(plan.source.model)@\(version.number)"
        var steps = [
            PlannedStep(kind: .verify, text: "verify \(version.files.count) files of \(name)")
        ]
        if plan.isNew { steps += request.hooks.map { PlannedStep(kind: .hook, text: $0.words) } }
        if plan.action == .promote {
            let missing = try production.missing(version, from: testing)
            steps.append(
                PlannedStep(
                    kind: .copy,
                    text: "copy \(missing.count) blobs, \(missing.bytes) bytes, to "
                        + "'\(production.root)'",
                    bytes: missing.bytes))
        }
        steps.append(
            PlannedStep(
                kind: .prepare,
                text: "write the files to '\(production.servingPath(of: version))'"))
        steps += trialSteps(plan, request)
        if plan.action != .reconcile {
            let before = plan.before.map { " in place of \($0)" } ?? ""
            steps.append(
                PlannedStep(
                    kind: .commit,
                    text: plan.before == version.number
                        ? "leave production at \(version.number)"
                        : "move production to \(version.number)\(before)"))
        }
        let release = release(version, plan, request)
        steps +=
            try request.deployer?.steps(release)
            .map { PlannedStep(kind: .deploy, text: $0) } ?? []
        if plan.isNew, !request.leavesServiceAlone, let watch = request.watch {
            steps.append(PlannedStep(kind: .watch, text: watch.words))
        }
        return steps
    }

    private func trialSteps(_ plan: Plan, _ request: PromotionRequest) -> [PlannedStep] {
        guard plan.action != .reconcile else { return [] }
        var texts: [String] = []
        if let trial = request.trial {
            texts.append("start the version on a port of its own, and ask it for its own example")
            if plan.isNew, let load = trial.load {
                texts.append(
                    "put it under load: \(load.gates.map(\.metric).joined(separator: ", "))")
            }
        }
        let steps = texts.map { PlannedStep(kind: .trial, text: $0) }
        guard plan.isNew, plan.before != nil, !request.leavesServiceAlone else { return steps }
        return steps + request.analyses.map { PlannedStep(kind: .analysis, text: $0.words) }
    }
}
