import Dataset
import FileStorage

/// Whether the data is what the registered models were trained on.
package enum DataComparison {
    /// Digests the data and compares it with what the model in production, or else in testing,
    /// was trained on.
    ///
    /// - Parameter data: files and globs.
    package static func changes(in data: [String], since models: RegisteredModels) throws -> Changes
    {
        guard let base = models.base else {
            return Changes(.data, reason: "no version of the model is registered")
        }
        let digest = try DataDigest.digest(of: DataFiles.expand(data)).description
        return changes(to: digest, since: models, base)
    }

    private static func changes(
        to digest: String,
        since models: RegisteredModels,
        _ base: RegisteredModels.Base
    ) -> Changes {
        let name = base.name
        guard let known = base.dataDigest else {
            return Changes(.data, reason: "\(name) does not say what data it was trained on")
        }
        if known == digest {
            return Changes(none: "\(name) was trained on this data")
        }
        // It waits for its promotion, or was taken back: training it again would make it again.
        if let candidate = models.testing, candidate.version > base.version,
            candidate.dataDigest == digest
        {
            return Changes(none: "\(candidate.name) was trained on this data")
        }
        return Changes(.data, reason: "\(name) was trained on other data")
    }
}
