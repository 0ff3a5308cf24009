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

extension AuditReport {
    /// The versions that were live, oldest first, each from its promotion to the next.
    ///
    /// The record that the index holds counts also where the log was cut off before it.
    package var livePeriods: [LivePeriod] {
        var records = records
        if let embedded, records.last?.digest != embedded.digest { records.append(embedded) }
        return records.compactMap(LivePeriod.init)
    }

    /// What was in production at a moment; nil if nothing was.
    ///
    /// The order of the log counts: where a clock was set back, the later record wins.
    package func live(at instant: Instant) -> LivePeriod? {
        livePeriods.last { period in
            (try? Instant(period.since)).map { $0 <= instant } ?? false
        }
    }
}

extension LivePeriod {
    /// Nil unless something went live with what the record tells.
    fileprivate init?(_ record: AuditRecord) {
        guard record.outcome == .done, record.action == .promote || record.action == .rollback,
            let version = record.version, let digest = record.manifestDigest,
            let time = record.time
        else { return nil }
        self.version = version
        manifestDigest = digest
        since = time
        actor = record.actor
        reason = record.reason
        from = record.from
        isRollback = record.action == .rollback
    }
}
