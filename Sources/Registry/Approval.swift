import FileStorage
import RunDocument
package import Signing

/// Somebody's consent that a version may go to production.
///
/// It is in-toto's human review of the version's manifest, with the reviewer and a reason.
package struct Approval: Hashable, Sendable {
    package static let predicateType = "https://in-toto.io/attestation/human-review/v0.1"
    private static let result = "PASSED"

    /// As the approver says it; the name that counts is the one of the key.
    package let approver: String
    /// ISO 8601, UTC.
    package let time: String
    package let reason: String?

    package init(approver: String, time: String, reason: String?) {
        self.approver = approver
        self.time = time
        self.reason = reason
    }

    /// Reads the consent to a version.
    ///
    /// - Throws: `SigningError.mismatch` if it speaks of another one, `.malformed`.
    init(_ statement: Statement, of version: RegisteredVersion) throws(SigningError) {
        guard statement.subjects.map(\.sha256) == [version.manifestDigest.hex] else {
            throw .mismatch(reason: "it approves of another version")
        }
        guard statement.predicate["result"]?.stringValue == Self.result,
            let approver = statement.predicate["reviewer"]?.stringValue,
            let time = statement.predicate["timestamp"]?.stringValue
        else { throw .malformed(reason: "it is a review that says no, or by nobody") }
        self.approver = approver
        self.time = time
        reason = statement.predicate["reason"]?.stringValue
    }

    func statement(of version: RegisteredVersion, model: ModelName) -> Statement {
        var predicate: JSONObject = [
            "result": .string(Self.result), "reviewer": .string(approver),
            "timestamp": .string(time),
        ]
        predicate["reason"] = reason.map(JSONValue.string)
        return Statement(
            subjects: [
                Statement.Subject(
                    name: "\(model)@\(version.number)", sha256: version.manifestDigest.hex)
            ],
            predicateType: Self.predicateType,
            predicate: predicate
        )
    }
}

extension ModelStore {
    /// Attaches the signature of a version's files, unless the key has signed them already.
    ///
    /// - Returns: whether it is new.
    package func sign(
        _ version: RegisteredVersion,
        with key: PrivateKey,
        _ options: CommitOptions
    ) throws -> Bool {
        var policy = Policy()
        policy.trust.add(key.publicKey, as: "")
        let signature = ModelSignature(model: model.description, files: version.files)
        return try attest(
            signature.statement, .signature, AuditEvent(.sign), version, key, policy, options)
    }

    /// Attaches somebody's consent to a version, unless the key has given it already.
    ///
    /// - Returns: whether it is new.
    package func approve(
        _ version: RegisteredVersion,
        _ approval: Approval,
        with key: PrivateKey,
        _ options: CommitOptions
    ) throws -> Bool {
        var policy = Policy()
        policy.approvers.add(key.publicKey, as: "")
        var event = AuditEvent(.approve)
        event.reason = approval.reason.map { "\(approval.approver): \($0)" } ?? approval.approver
        return try attest(
            approval.statement(of: version, model: model), .approval, event, version, key, policy,
            options)
    }

    private func attest(
        _ statement: Statement,
        _ kind: Attestation.Kind,
        _ event: AuditEvent,
        _ version: RegisteredVersion,
        _ key: PrivateKey,
        _ policy: Policy,
        _ options: CommitOptions
    ) throws -> Bool {
        try FileLock.hold(layout.collectorLock, .shared, timeout: options.lockTimeout) {
            try commit(options) { index in
                let known = try attestations(of: version, policy)
                if known.contains(where: { $0.kind == kind && $0.isValid }) { return (nil, false) }
                let bundle = try Bundle(statement, signedBy: key)
                try attach(
                    Attachment(
                        bundle: bundle, of: statement.predicateType, time: options.context.time),
                    to: version.manifest,
                    in: &index
                )
                var event = event
                event.version = version.number
                event.digest = version.manifestDigest.description
                return (event, true)
            }
        }
    }
}
