import RunDocument

/// What was found when every byte and every claim of a version was looked at.
package struct Examination: Sendable {
    /// How many blobs belong to the version.
    package var blobs = 0
    /// What is wrong with them, each with its path.
    package var damages: [String] = []
    package var attestations: [Attestation] = []
    /// Claims that do not hold, and those that are missing.
    package var complaints: [String] = []
}

extension ModelStore {
    /// Checks a version without stopping at the first thing that is wrong.
    ///
    /// An approval that is missing is no complaint: it is asked for when the version goes live.
    ///
    /// - Throws: `RegistryError` if there is nothing that could be looked at.
    package func examine(_ version: RegisteredVersion, _ policy: Policy) throws -> Examination {
        var result = Examination()
        for blob in try self.blobs(of: version) {
            try Task.checkCancellation()
            result.blobs += 1
            do {
                try blobs.verify(blob)
            } catch let error as any Failure {
                result.damages.append(error.description)
            }
        }
        guard result.damages.isEmpty else { return result }
        let claims = try claims(about: version, policy)
        result.attestations = claims.attestations
        result.complaints = claims.complaints.map(\.description)
        do {
            try checkSignature(of: version, policy)
        } catch let error as RegistryError where error.exitStatus == .denied {
            result.complaints.append(error.description)
        }
        return result
    }
}
