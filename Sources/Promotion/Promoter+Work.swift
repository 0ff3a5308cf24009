import FileStorage
import Registry
import RunDocument
import SystemPackage

/// The steps, in their order.
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
        event.run = try production.runs(of: version).last?.metadata.id
        try production.setProduction(version, expecting: plan.before, recording: event, options)
    }

    private func deploy(
        _ version: RegisteredVersion, _ plan: Plan, _ request: PromotionRequest,
        _ result: inout PromotionResult
    ) throws {
        guard let deployer = request.deployer else { return }
        progress("letting clients have version \(version.number)")
        do {
            result.deployment = try deployer.apply(release(version, plan, request))
        } catch let failure as any Failure {
            // Who goes back has a reason not to stay.
            guard deployer.takesBack, plan.isNew, let before = plan.before else {
                throw failure
            }
            let check = Check(id: "deployment", status: .failed, message: failure.description)
            throw try takeBack(
                version, to: before, because: failure.description, result.checks + [check], request
            )
        }
    }

    private func watch(
        _ version: RegisteredVersion, _ plan: Plan, _ request: PromotionRequest,
        _ result: inout PromotionResult
    ) throws {
        guard let watch = request.watch, let url = request.url else { return }
        progress("watching version \(version.number) for \(watch.duration)")
        let check = try watch.run(version, in: production, url: url)
        result.checks.append(check)
        guard check.status == .failed else { return }
        let reason = check.message ?? check.id
        guard let before = plan.before else {
            throw PromotionError.watchFailed(version: version.number, checks: result.checks)
        }
        throw try takeBack(version, to: before, because: reason, result.checks, request)
    }

    /// Lets the version before go live again, in one commit and on record.
    private func takeBack(
        _ version: RegisteredVersion, to before: Int, because reason: String, _ checks: [Check],
        _ request: PromotionRequest
    ) throws -> PromotionError {
        progress("going back to version \(before): \(reason)")
        let old = try production.require(String(before))
        // Its files are served as they lie here.
        try production.verify(old)
        _ = try production.materializeForService(old)
        var event = AuditEvent(.rollback)
        event.reason = reason
        try production.keepingServing(old, options) {
            try production.setProduction(
                old, expecting: version.number, recording: event, options)
            try production.setCurrent(old)
        }
        let back = Release(
            old, in: production, .rollback, before: version.number, url: request.url)
        var trouble: String?
        do { _ = try request.deployer?.apply(back) } catch let failure as any Failure {
            trouble = failure.description
        }
        return .takenBack(
            version: version.number, to: before, reason: reason, trouble: trouble, checks: checks)
    }

    /// Finishes what was left undone after a commit.
    func reconcile(_ plan: Plan, _ request: PromotionRequest) throws -> PromotionResult {
        try check(plan, request)
        let version = plan.version
        var isChanged = !production.isCurrent(version)
        _ = try production.materializeForService(version)
        try production.keepingServing(version, options) { try production.setCurrent(version) }
        production.removeStaleOffer()
        var result = PromotionResult(version: version, before: plan.before)
        if let deployer = request.deployer {
            let deployment = try deployer.apply(release(version, plan, request))
            isChanged = isChanged || deployment.isChanged
            result.deployment = deployment
        }
        guard isChanged else { return result }
        var event = AuditEvent(.reconcile, version: version.number)
        event.digest = version.manifestDigest.description
        try production.note(event, options)
        return result
    }
}
