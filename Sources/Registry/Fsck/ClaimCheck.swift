import FileStorage
import RunDocument
import Signing
import SystemPackage

/// What is said of the versions: signatures, approvals, statements and runs.
extension LayoutCheck {
    /// The keys are those of the project; what they have not signed must be right all the same.
    mutating func checkClaims(_ policy: Policy) {
        guard let index else { return }
        let tags = index.movingTags
        let referrers = Dictionary(grouping: referrers(in: index), by: \.subject)
        for (number, entry) in index.versions {
            // Of a manifest that is damaged is spoken already.
            guard let spoken = referrers[entry.digest],
                let version = try? store.version(number, entry, tags)
            else { continue }
            for (referrer, _) in spoken {
                // And of a damaged blob.
                guard let claims = try? store.claims(in: referrer, about: version, policy) else {
                    continue
                }
                report(claims, about: "version \(number)", policy)
            }
        }
    }

    private func referrers(in index: Index) -> [(referrer: Referrer, subject: Digest)] {
        index.entries.filter { $0.tag == nil }.compactMap { entry in
            guard let document = documents[entry.digest], let subject = document.subject,
                let configuration = document.configuration
            else { return nil }
            let referrer = Referrer(
                entry: entry.descriptor, configuration: configuration, layers: document.layers)
            return (referrer, subject.digest)
        }
    }

    private mutating func report(_ claims: Claims, about name: String, _ policy: Policy) {
        for complaint in claims.complaints {
            damage(
                .referrer, path(complaint.document), digest: complaint.document,
                "the \(complaint.kind) of \(name) does not hold: \(complaint.reason)")
        }
        for attestation in claims.attestations where attestation.outcome == .unknownKey {
            let keys = attestation.kind == .approval ? policy.approvers : policy.trust
            guard !keys.isEmpty else { continue }
            note(
                .referrer, path(attestation.bundle),
                "the \(attestation.kind.rawValue) of \(name) is \(attestation.outcome.words)")
        }
    }

    private func path(_ digest: Digest) -> FilePath { layout.blobs.appending(digest.hex) }
}
