import FileStorage
package import Registry
package import RunDocument
import SystemPackage

/// Brings a version into production: copy, try out, switch.
///
/// Up to the switch, one rename of the production index, the old version stays live whatever
/// happens. After it, `reconcile` or the same promotion again finishes what was left undone.
package struct Promoter: Sendable {
    let testing: ModelStore
    let production: ModelStore
    let options: CommitOptions
    let progress: @Sendable (String) -> Void

    /// - Parameter progress: is told each step as it begins.
    package init(
        testing: ModelStore,
        production: ModelStore,
        options: CommitOptions,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.testing = testing
        self.production = production
        self.options = options
        self.progress = progress
    }

    /// - Throws: `PromotionError`, `RegistryError`, `StorageError`; it is in the audit log then.
    package func run(_ request: PromotionRequest) throws -> PromotionResult {
        let plan = try plan(request)
        guard !request.isRehearsal else { return try rehearse(plan, request) }
        do {
            return plan.action == .reconcile
                ? try reconcile(plan, request) : try carryOut(plan, request)
        } catch {
            note(error, plan)
            throw error
        }
    }

    /// The newest run in which a version was evaluated.
    package func evaluation(of version: RegisteredVersion) throws -> Run? {
        let store = try production.resolve(String(version.number)) == nil ? testing : production
        return try store.runs(of: version).lastEvaluated
    }

    /// What is to happen, from what stands in both registries as it begins.
    struct Plan {
        let action: AuditEvent.Action
        let source: ModelStore
        let version: RegisteredVersion
        let before: Int?

        /// Whether another version goes live, and did not before.
        var isNew: Bool { action == .promote && before != version.number }
    }

    private func plan(_ request: PromotionRequest) throws -> Plan {
        let before = try production.productionVersion()
        switch request.goal {
        case .promote(let reference):
            let version = try testing.require(reference)
            return Plan(action: .promote, source: testing, version: version, before: before)
        case .rollBack(let number):
            let version = try number.map { try production.require(String($0)) }
            guard let version = try version ?? production.lastDistinctLiveVersion() else {
                throw PromotionError.nothingToRollBack(model: production.model.description)
            }
            return Plan(action: .rollback, source: production, version: version, before: before)
        case .reconcile:
            guard let version = try production.resolve(Tag.production) else {
                throw PromotionError.nothingLive(model: production.model.description)
            }
            return Plan(action: .reconcile, source: production, version: version, before: before)
        }
    }

    /// The version as deployers and hooks see it.
    func release(_ version: RegisteredVersion, _ plan: Plan, _ request: PromotionRequest)
        -> Release
    {
        Release(version, in: production, plan.action, before: plan.before, url: request.url)
    }

    /// Everything that can be looked at without changing anything.
    func check(_ plan: Plan, _ request: PromotionRequest) throws {
        let name = "\(plan.source.model)@\(plan.version.number)"
        if let expected = request.expectedDigest, expected != plan.version.modelDigest {
            throw RegistryError.changedModel(
                source: name,
                expected: expected,
                found: plan.version.modelDigest
            )
        }
        if plan.action == .rollback, try !production.wasLive(plan.version) {
            throw PromotionError.neverLive(name)
        }
        // What is only copied is hashed where it arrives, which is early enough.
        if plan.action != .promote || request.isRehearsal || !request.hooks.isEmpty {
            progress("verifying \(name)")
            try plan.source.verify(plan.version)
        }
        if plan.action == .promote, request.overrideReason == nil {
            try PolicyCheck(store: plan.source, policy: request.policy).check(plan.version)
        }
        if plan.isNew { for hook in request.hooks { try hook.prepare() } }
        _ = try request.trial?.service.findProgram()
        try request.deployer?.prepare(release(plan.version, plan, request))
    }

    /// Writes down that it was refused or failed, where there is a registry to write to.
    private func note(_ error: any Error, _ plan: Plan) {
        // The way back, or that there was none, is on record with its reason.
        switch error as? PromotionError {
        case .takenBack, .notTakenBack: return
        default: break
        }
        let failure = error as? any Failure
        let isDenied = failure?.exitStatus == .denied
        var event = AuditEvent(
            plan.action,
            isDenied ? .denied : .failed,
            version: plan.version.number
        )
        event.digest = plan.version.manifestDigest.description
        event.from = plan.before
        event.reason = failure?.description ?? "interrupted"
        // The failure itself is what the user must hear of, also when it cannot be written down.
        try? (try production.exists ? production : testing).note(event, options)
    }
}
