import FileStorage
import Registry
import RunDocument

/// The steps after the commit: clients get the version, or the one before again.
extension Promoter {
    /// Why what was asked of the live service was not done.
    static let leftAlone = "the service is left alone"

    func deploy(
        _ version: RegisteredVersion, _ plan: Plan, _ request: PromotionRequest,
        _ result: inout PromotionResult
    ) throws {
        guard let deployer = request.deployer else { return }
        progress("letting clients have version \(version.number)")
        do {
            result.deployment = try deployer.apply(release(version, plan, request))
        } catch {
            try Self.checkInterruption(version, error)
            // Who goes back has a reason not to stay.
            guard deployer.takesBack, plan.isNew, let before = plan.before,
                let failure = error as? any Failure
            else { throw error }
            let check = Check(id: "deployment", status: .failed, message: failure.description)
            throw try takeBack(
                version, to: before, because: failure.description, result.checks + [check], request
            )
        }
    }

    /// Whoever called the promotion off must hear what has happened already.
    ///
    /// - Throws: `PromotionError.interrupted`.
    private static func checkInterruption(_ version: RegisteredVersion, _ error: any Error) throws {
        guard Task.isCancelled else { return }
        throw PromotionError.interrupted(
            version: version.number, trouble: (error as? any Failure)?.description)
    }

    func watch(
        _ version: RegisteredVersion, _ plan: Plan, _ request: PromotionRequest,
        _ result: inout PromotionResult
    ) throws {
        guard let watch = request.watch else { return }
        guard !request.leavesServiceAlone, let url = request.url else {
            result.checks.append(Check(id: "watch", status: .skipped, message: Self.leftAlone))
            return
        }
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

    /// Lets the version before go live again, for clients too.
    ///
    /// - Returns: what became of it; the failure that led to it is part of that in any case.
    private func takeBack(
        _ version: RegisteredVersion, to before: Int, because reason: String, _ checks: [Check],
        _ request: PromotionRequest
    ) throws -> PromotionError {
        progress("going back to version \(before): \(reason)")
        var trouble: String?
        do {
            let old = try restore(before, inPlaceOf: version, because: reason)
            let back = Release(
                old, in: production, .rollback, before: version.number, url: request.url)
            do { _ = try request.deployer?.apply(back) } catch {
                try Self.checkInterruption(old, error)
                throw error
            }
        } catch {
            if case .interrupted? = error as? PromotionError { throw error }
            // Another promotion came first: that version is live, and not to be taken out.
            if case .tagMoved? = error as? RegistryError { throw error }
            try Self.checkInterruption(version, error)
            trouble = (error as? any Failure)?.description ?? "\(error)"
        }
        if let trouble, (try? production.productionVersion()) != before {
            noteStaying(version, because: reason, before, trouble)
            return .notTakenBack(
                version: version.number, to: before, reason: reason, trouble: trouble,
                checks: checks)
        }
        return .takenBack(
            version: version.number, to: before, reason: reason, trouble: trouble, checks: checks)
    }

    /// Lets an earlier version be in production again, in one commit and on record.
    private func restore(
        _ number: Int, inPlaceOf version: RegisteredVersion, because reason: String
    ) throws -> RegisteredVersion {
        let old = try production.require(String(number))
        // Its files are served as they lie here.
        try production.verify(old)
        _ = try production.materializeForService(old)
        var event = AuditEvent(.rollback)
        event.reason = reason
        event.isAutomatic = true
        try production.keepingServing(old, options) {
            try production.setProduction(
                old, expecting: version.number, recording: event, options)
            try production.setCurrent(old)
        }
        return old
    }

    /// Writes down that a version failed, and why it is live all the same.
    private func noteStaying(
        _ version: RegisteredVersion, because reason: String, _ before: Int, _ trouble: String
    ) {
        var failure = AuditEvent(.promote, .failed, version: version.number)
        failure.digest = version.manifestDigest.description
        failure.from = before
        failure.reason = reason
        var way = AuditEvent(.rollback, .failed, version: before)
        way.from = version.number
        way.reason = trouble
        way.isAutomatic = true
        // What cannot be written down is told all the same.
        for event in [failure, way] { try? production.note(event, options) }
    }
}
