import FileStorage
import Registry
import RunDocument

extension Promoter {
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
        event.reason = request.reason
        try production.note(event, options)
        return result
    }
}
