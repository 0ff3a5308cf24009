import Signing

/// What a version must have before it may go to production.
package struct Policy: Sendable {
    package enum Requirement: String, CaseIterable, Sendable {
        /// A run in which it passed its evaluation.
        case evaluation
        /// A signature of its files by a key that is trusted.
        case signature
        /// The signed consent of an approver.
        case approval
    }

    package var requirements: Set<Requirement> = [.evaluation]
    /// The keys that models are signed with.
    package var trust = KeyRing()
    /// Those who may approve, and their keys.
    package var approvers = KeyRing()

    package init() {}

    /// Reads the keys that a policy names.
    ///
    /// - Parameters:
    ///   - requirements: nil for an evaluation and nothing else.
    ///   - approvers: by name, where the keys of each are.
    /// - Throws: `SigningError`, or `RegistryError.policyWithoutKeys`.
    package init(
        requirements: [Requirement]?,
        trust: [String],
        approvers: [String: [String]],
        environment: [String: String]
    ) throws {
        if let requirements { self.requirements = Set(requirements) }
        for text in trust {
            let reference = try KeyReference(text)
            self.trust.add(try PublicKey(reference, environment: environment), as: text)
        }
        for (name, texts) in approvers.sorted(by: { $0.key < $1.key }) {
            for text in texts {
                let reference = try KeyReference(text)
                self.approvers.add(try PublicKey(reference, environment: environment), as: name)
            }
        }
        if self.requirements.contains(.signature), self.trust.isEmpty {
            throw RegistryError.policyWithoutKeys(requirement: "signature", key: "trust")
        }
        if self.requirements.contains(.approval), self.approvers.isEmpty {
            throw RegistryError.policyWithoutKeys(requirement: "approval", key: "approvers")
        }
    }
}

extension ModelStore {
    /// Refuses a version that nobody who is trusted has signed, if the policy asks for that.
    ///
    /// - Throws: `RegistryError.unsigned`.
    package func checkSignature(of version: RegisteredVersion, _ policy: Policy) throws {
        guard policy.requirements.contains(.signature) else { return }
        let signatures = try attestations(of: version, policy).filter { $0.kind == .signature }
        guard !signatures.contains(where: \.isValid) else { return }
        throw RegistryError.unsigned(
            "\(model)@\(version.number)",
            reason: signatures.first?.outcome.words
        )
    }

    /// Refuses a version that no approver has consented to, if the policy asks for that.
    ///
    /// - Throws: `RegistryError.unapproved`.
    package func checkApproval(of version: RegisteredVersion, _ policy: Policy) throws {
        guard policy.requirements.contains(.approval) else { return }
        let approvals = try attestations(of: version, policy).filter { $0.kind == .approval }
        guard !approvals.contains(where: \.isValid) else { return }
        throw RegistryError.unapproved(
            "\(model)@\(version.number)",
            reason: approvals.first?.outcome.words
        )
    }
}
