import FileStorage
import RunDocument
import Signing

/// What a referrer says of a version, and what of it does not hold.
struct Claims: Sendable {
    /// Something that is said of a version and is not so.
    struct Complaint: Hashable, Sendable {
        /// As `signature` or `provenance`.
        let kind: String
        /// The blob that says it.
        let document: Digest
        let reason: String

        var description: String { "\(kind): \(reason)" }
    }

    private(set) var attestations: [Attestation] = []
    private(set) var complaints: [Complaint] = []

    mutating func add(_ attestation: Attestation) {
        attestations.append(attestation)
        guard case .invalid(let reason) = attestation.outcome else { return }
        complaints.append(
            Complaint(
                kind: attestation.kind.rawValue, document: attestation.bundle, reason: reason))
    }

    mutating func add(_ complaint: Complaint) { complaints.append(complaint) }

    mutating func add(_ other: Claims) {
        attestations += other.attestations
        complaints += other.complaints
    }
}

extension ModelStore {
    /// Checks all that is said of a version, in the order in which it was attached.
    ///
    /// - Throws: `RegistryError.damaged` or `StorageError` for a blob that is not what it was.
    func claims(about version: RegisteredVersion, _ policy: Policy) throws -> Claims {
        var claims = Claims()
        for referrer in try referrers(of: version, in: try index()) {
            claims.add(try self.claims(in: referrer, about: version, policy))
        }
        return claims
    }

    /// Checks what one referrer says: signatures, approvals, statements and runs.
    func claims(in referrer: Referrer, about version: RegisteredVersion, _ policy: Policy) throws
        -> Claims
    {
        var claims = Claims()
        for layer in referrer.layers {
            switch layer.mediaType {
            case Bundle.mediaType:
                claims.add(
                    try attestation(layer, referrer.entry.digest, of: version, policy))
            case Statement.mediaType:
                let reason = try fault(ofStatement: try readDocument(layer), about: version)
                guard let reason else { continue }
                let complaint = Claims.Complaint(
                    kind: "statement", document: layer.digest, reason: reason)
                claims.add(complaint)
            case MediaType.run:
                guard let reason = try fault(ofRun: try readDocument(layer), about: version) else {
                    continue
                }
                claims.add(Claims.Complaint(kind: "run", document: layer.digest, reason: reason))
            default: break
            }
        }
        return claims
    }

    /// - Returns: nil for a blob that is whole and far larger than such a document can be.
    private func readDocument(_ layer: Descriptor) throws -> [UInt8]? {
        layer.size > BlobStore.maximumDocument ? nil : try blobs.read(layer)
    }

    /// What is wrong with an unsigned statement, as that of a version's provenance.
    private func fault(ofStatement bytes: [UInt8]?, about version: RegisteredVersion) throws
        -> String?
    {
        guard let bytes else { return "it is too large" }
        do {
            try Statement(parsing: bytes).check(speaksOf: version)
            return nil
        } catch SigningError.mismatch(let reason), SigningError.malformed(let reason) {
            return reason
        }
    }

    private func fault(ofRun bytes: [UInt8]?, about version: RegisteredVersion) throws -> String? {
        guard let bytes else { return "it is too large" }
        do {
            let digest = try Run(parsing: bytes).model?.digest
            guard let digest, digest != version.modelDigest else { return nil }
            return "it speaks of the model \(digest)"
        } catch let error as any Failure {
            return error.description
        }
    }
}

extension Statement {
    /// Checks that a statement is about a version: about its manifest, or, as others write it,
    /// about each of its files.
    ///
    /// - Throws: `SigningError.mismatch`.
    func check(speaksOf version: RegisteredVersion) throws(SigningError) {
        let digests = Set(subjects.map(\.sha256))
        guard !digests.contains(version.manifestDigest.hex),
            !version.files.allSatisfy({ digests.contains($0.digest.hex) })
        else { return }
        throw .mismatch(reason: "it speaks of something else")
    }
}
