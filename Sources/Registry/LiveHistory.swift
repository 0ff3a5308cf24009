import FileStorage
import RunDocument

/// What was live when, and what a copy would bring.
extension ModelStore {
    /// The version to go back to: the last other one that was live and is still there.
    ///
    /// One that was taken back by itself, because a gate failed, does not count.
    package func lastDistinctLiveVersion() throws -> RegisteredVersion? {
        let current = try productionVersion()
        let records = try history().filter { $0.outcome == .done }
        var withdrawn: Set<Int> = []
        for record in records.reversed() {
            guard record.action == .promote || record.action == .rollback else { continue }
            if record.action == .rollback, record.isAutomatic, let bad = record.from {
                withdrawn.insert(bad)
            }
            for number in [record.version, record.from].compactMap({ $0 })
            where number != current && !withdrawn.contains(number) {
                if let version = try resolve(String(number)) { return version }
            }
        }
        guard let previous = try resolve(Tag.previous), !withdrawn.contains(previous.number),
            previous.number != current
        else { return nil }
        return previous
    }

    /// Whether a version is live or was: it may be here without that, copied by a promotion whose
    /// gates it did not pass.
    ///
    /// The tags speak for what another tool has put there.
    package func wasLive(_ version: RegisteredVersion) throws -> Bool {
        if version.tags.contains(Tag.production) || version.tags.contains(Tag.previous) {
            return true
        }
        return try history().contains { record in
            record.outcome == .done
                && (record.action == .promote || record.action == .rollback)
                && (record.version == version.number || record.from == version.number)
        }
    }

    /// Blobs of a version that are not here, and their bytes.
    package func missing(_ version: RegisteredVersion, from source: ModelStore) throws -> (
        count: Int, bytes: Int
    ) {
        let missing = try source.blobs(of: version).filter {
            !blobs.contains($0.digest, size: $0.size)
        }
        return (missing.count, missing.reduce(0) { $0 + $1.size })
    }
}
