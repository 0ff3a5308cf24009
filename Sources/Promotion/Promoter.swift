import FileStorage
package import Registry
package import RunDocument
import SystemPackage

/// Brings a version into production: copy, try out, switch.
///
/// Up to the switch, one rename of the production index, the old version stays live whatever
/// happens. After it, running the same promotion again finishes what was left undone.
package struct Promoter: Sendable {
    private let testing: ModelStore
    private let production: ModelStore
    private let options: CommitOptions
    private let progress: @Sendable (String) -> Void

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
            return try carryOut(plan, request)
        } catch {
            note(error, plan)
            throw error
        }
    }

    /// The newest run in which a version was evaluated.
    package func evaluation(of version: RegisteredVersion) throws -> Run? {
        let store = try production.resolve(String(version.number)) == nil ? testing : production
        return try Self.evaluation(of: version, in: store)
    }

    private static func evaluation(of version: RegisteredVersion, in store: ModelStore) throws
        -> Run?
    {
        try store.runs(of: version).last { $0.stage(named: "eval") != nil }
    }

    /// What is to happen, from what stands in both registries as it begins.
    private struct Plan {
        let action: AuditEvent.Action
        let source: ModelStore
        let version: RegisteredVersion
        let before: Int?
    }

    private func plan(_ request: PromotionRequest) throws -> Plan {
        let before = try production.productionVersion()
        switch request.goal {
        case .promote(let reference):
            let version = try testing.require(reference)
            return Plan(action: .promote, source: testing, version: version, before: before)
        case .rollBack(let number):
            guard let reference = try number.map(String.init) ?? previousReference() else {
                throw PromotionError.nothingToRollBack(model: production.model.description)
            }
            let version = try production.require(reference)
            return Plan(action: .rollback, source: production, version: version, before: before)
        }
    }

    private func previousReference() throws -> String? {
        try production.resolve(Tag.previous) == nil ? nil : Tag.previous
    }

    /// Everything that can be looked at without changing anything.
    private func check(_ plan: Plan, _ request: PromotionRequest) throws {
        let name = "\(plan.source.model)@\(plan.version.number)"
        if let expected = request.expectedDigest, expected != plan.version.modelDigest {
            throw RegistryError.changedModel(
                source: name,
                expected: expected,
                found: plan.version.modelDigest
            )
        }
        progress("verifying \(name)")
        try plan.source.verify(plan.version)
        if plan.action == .promote, request.overrideReason == nil {
            try PolicyCheck(store: plan.source, policy: request.policy).check(plan.version)
        }
        if let service = request.service {
            _ = try service.findProgram()
            try LiveService(store: production, settings: service).checkPort()
        }
    }

    private func rehearse(_ plan: Plan, _ request: PromotionRequest) throws -> PromotionResult {
        try check(plan, request)
        var result = PromotionResult(version: plan.version, before: plan.before)
        result.isRehearsal = true
        return result
    }

    private func carryOut(_ plan: Plan, _ request: PromotionRequest) throws -> PromotionResult {
        try check(plan, request)
        var (version, copied) = (plan.version, 0)
        if plan.action == .promote {
            progress("copying to '\(production.root)'")
            let report = try production.copy(plan.version, from: testing, options)
            (version, copied) = (report.version, report.copied)
        }
        let directory = try production.materializeForService(version)
        var result = PromotionResult(version: version, before: plan.before)
        result.copied = copied
        if let service = request.service {
            progress("trying out version \(version.number)")
            let candidate = Candidate(version, in: production, service)
            result.smoke = try candidate.check(directory) ? .passed : .noExample
        }
        try commit(plan, version, request)
        try production.setCurrent(version)
        if let service = request.service {
            progress("waiting for the service to answer with version \(version.number)")
            result.service = try bring(version, service)
        }
        return result
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

    private func bring(_ version: RegisteredVersion, _ settings: ServiceSettings) throws
        -> PromotionResult.Service
    {
        switch try LiveService(store: production, settings: settings).bring(version) {
        case .reloaded(let url): .reloaded(url: url)
        case .started(let url, let process): .started(url: url, process: Int(process))
        }
    }

    /// Writes down that it was refused or failed, where there is a registry to write to.
    private func note(_ error: any Error, _ plan: Plan) {
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
        try? (production.exists ? production : testing).note(event, options)
    }
}
