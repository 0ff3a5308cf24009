package import FileStorage
import RunDocument

/// The version that was live from one moment on.
package struct LivePeriod: Hashable, Sendable {
    package let version: Int
    /// The digest of the manifest.
    package let manifestDigest: Digest
    /// ISO 8601, from the record of the promotion.
    package let since: String
    package let actor: String?
    package let reason: String?
    /// The version that was live before.
    package let from: Int?
    package let isRollback: Bool
}

extension ModelStore {
    /// The versions that were live, oldest first, each from its promotion to the next.
    package func livePeriods() throws -> [LivePeriod] {
        try history().compactMap { record in
            guard record.outcome == .done, record.action == .promote || record.action == .rollback,
                let version = record.version, let digest = record.manifestDigest,
                let time = record.time
            else { return nil }
            return LivePeriod(
                version: version,
                manifestDigest: digest,
                since: time,
                actor: record.actor,
                reason: record.reason,
                from: record.from,
                isRollback: record.action == .rollback
            )
        }
    }

    /// What was in production at a moment; nil if nothing was.
    ///
    /// The order of the log counts: where a clock was set back, the later record wins.
    package func live(at instant: Instant) throws -> LivePeriod? {
        try livePeriods().last { period in
            (try? Instant(period.since)).map { $0 <= instant } ?? false
        }
    }
}
