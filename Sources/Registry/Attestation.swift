package import FileStorage
import RunDocument
import Signing

/// A signed statement about a version, and whether it counts.
package struct Attestation: Sendable {
    package enum Kind: String, Sendable { case signature, approval, other }

    package enum Outcome: Hashable, Sendable {
        /// Signed by a key that the policy names.
        case valid(key: String)
        /// What it says is right; nobody here knows who says it.
        case unknownKey
        case invalid(reason: String)

        package var words: String {
            switch self {
            case .valid(let key): "valid, by '\(key)'"
            case .unknownKey: "by a key that is not known here"
            case .invalid(let reason): "invalid: \(reason)"
            }
        }
    }

    package let kind: Kind
    package let outcome: Outcome
    /// The digest of the manifest that attaches it.
    package let referrer: Digest
    /// The blob that holds it, a bundle.
    package let bundle: Digest
    /// What the signer calls its key; nothing vouches for it.
    package let hint: String?
    package let approval: Approval?

    package var isValid: Bool {
        switch outcome {
        case .valid: true
        case .unknownKey, .invalid: false
        }
    }

    package var isInvalid: Bool {
        switch outcome {
        case .invalid: true
        case .unknownKey, .valid: false
        }
    }
}

extension ModelStore {
    /// Every signature and approval of a version, in the order in which they were attached.
    package func attestations(of version: RegisteredVersion, _ policy: Policy) throws
        -> [Attestation]
    {
        try claims(about: version, policy).attestations
    }

    func attestation(
        _ layer: Descriptor,
        _ referrer: Digest,
        of version: RegisteredVersion,
        _ policy: Policy
    ) throws -> Attestation {
        var (kind, hint, approval) = (Attestation.Kind.other, String?.none, Approval?.none)
        var outcome: Attestation.Outcome
        do {
            guard layer.size <= Bundle.maximumSize else {
                throw SigningError.malformed(reason: "it is too large")
            }
            let bundle = try Bundle(parsing: try blobs.read(layer))
            hint = bundle.hint
            let statement = try Statement(parsing: bundle.payload)
            switch statement.predicateType {
            case ModelSignature.predicateType:
                kind = .signature
                try ModelSignature(statement).check(version.files)
                outcome = Self.outcome(bundle, policy.trust)
            case Approval.predicateType:
                kind = .approval
                approval = try Approval(statement, of: version)
                outcome = Self.outcome(bundle, policy.approvers)
            default:
                try statement.check(speaksOf: version)
                outcome = .unknownKey
            }
        } catch let error as SigningError {
            outcome = .invalid(reason: error.description)
        }
        return Attestation(
            kind: kind, outcome: outcome, referrer: referrer, bundle: layer.digest, hint: hint,
            approval: approval)
    }

    private static func outcome(_ bundle: Bundle, _ keys: KeyRing) -> Attestation.Outcome {
        if let signer = keys.signer(of: bundle) { return .valid(key: signer.name) }
        // It claims to be of a key that is here, and is not.
        let isClaimed = keys.entries.contains { $0.key.hint == bundle.hint }
        guard isClaimed else { return .unknownKey }
        return .invalid(reason: SigningError.invalidSignature.description)
    }
}
