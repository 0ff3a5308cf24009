import Registry
import RunDocument

/// Whether a version has what the policy asks for before it may go live.
struct PolicyCheck {
    let store: ModelStore
    let policy: Policy

    /// An approval is asked for last: who is to approve should have nothing else to wait for.
    ///
    /// - Throws: `PromotionError.notEvaluated`, `RegistryError.unsigned` or `.unapproved`.
    func check(_ version: RegisteredVersion) throws {
        if policy.requirements.contains(.evaluation) {
            let evaluated = try store.runs(of: version).lastEvaluated
            guard evaluated?.stage(named: "eval")?.status == .passed else {
                throw PromotionError.notEvaluated("\(store.model)@\(version.number)")
            }
        }
        try store.checkSignature(of: version, policy)
        try store.checkApproval(of: version, policy)
    }
}
