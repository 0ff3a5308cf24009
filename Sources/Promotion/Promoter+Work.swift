import FileStorage
import Registry
import RunDocument
import SystemPackage

/// The steps up to the commit, in their order.
extension Promoter {
    func carryOut(_ plan: Plan, _ request: PromotionRequest) throws -> PromotionResult {
        try check(plan, request)
        if plan.isNew { try runHooks(plan, request) }
        var (version, copied) = (plan.version, 0)
        if plan.action == .promote {
            progress("copying to '\(production.registry)'")
            let report = try production.copy(plan.version, from: testing, options)
            (version, copied) = (report.version, report.copied)
        }
        let directory = try production.materializeForService(version)
        var result = PromotionResult(version: version, before: plan.before)
        result.copied = copied
        try tryOut(version, directory, plan, request, &result)
        if plan.isNew { try analyse(version, plan, request, &result) }
        try production.keepingServing(version, options) {
            try commit(plan, version, request)
            try production.setCurrent(version)
        }
        production.removeStaleOffer()
        try deploy(version, plan, request, &result)
        if plan.isNew { try watch(version, plan, request, &result) }
        return result
    }

    private func runHooks(_ plan: Plan, _ request: PromotionRequest) throws {
        for hook in request.hooks {
            progress(hook.words)
            try hook.run(for: release(plan.version, plan, request))
            try Task.checkCancellation()
        }
    }

    private func tryOut(
        _ version: RegisteredVersion, _ directory: FilePath, _ plan: Plan,
        _ request: PromotionRequest, _ result: inout PromotionResult
    ) throws {
        guard var trial = request.trial else { return }
        // Going back must not wait for a load.
        if !plan.isNew { trial.load = nil }
        progress("trying out version \(version.number)")
        let outcome = try Candidate(version, in: production, trial).check(directory)
        result.smoke = outcome.wasAsked ? .passed : .noExample
        result.checks += outcome.load?.checks ?? []
        result.metrics = outcome.load?.metrics ?? [:]
        let failed = result.checks.filter { $0.status == .failed }
        guard failed.isEmpty else {
            throw PromotionError.gatesFailed(version: version.number, checks: result.checks)
        }
    }

    private func analyse(
        _ version: RegisteredVersion, _ plan: Plan, _ request: PromotionRequest,
        _ result: inout PromotionResult
    ) throws {
        for analysis in request.analyses {
            guard !request.leavesServiceAlone else {
                result.checks.append(analysis.skipped(Self.leftAlone))
                continue
            }
            guard plan.before != nil, let url = request.url else {
                result.checks.append(analysis.skipped("no version is live to compare with"))
                continue
            }
            progress("\(analysis.words) of version \(version.number)")
            let check = try analysis.run(version, in: production, url: url, progress: progress)
            result.checks.append(check)
            switch check.status {
            case .failed:
                throw PromotionError.analysisFailed(
                    version: version.number, checks: result.checks)
            case .inconclusive where request.overrideReason == nil:
                throw PromotionError.inconclusive(version: version.number, checks: result.checks)
            default: break
            }
        }
    }

    private func commit(_ plan: Plan, _ version: RegisteredVersion, _ request: PromotionRequest)
        throws
    {
        try Task.checkCancellation()
        var event = AuditEvent(plan.action)
        event.override = request.overrideReason
        event.reason = request.reason
        event.run = try production.runs(of: version).last?.metadata.id
        try production.setProduction(version, expecting: plan.before, recording: event, options)
    }
}
