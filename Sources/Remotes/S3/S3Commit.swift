import FileStorage
package import Registry
import RunDocument
import Transfer

/// Reading and changing the index of a bucket: a compare-and-swap, so that parallel writers lose
/// nothing.
extension S3Remote {
    private static let indexKey = "index.json"
    private static let auditKey = ".mlx/audit.jsonl"
    private static let maximumIndex = 1 << 27

    /// An object as it was read, with what a writer must name to replace just that.
    private struct Snapshot {
        /// Nil if there is no object.
        var bytes: [UInt8]?
        var revision: String?
    }

    /// - Throws: `RegistryError.lostIndex` where there was one.
    func readIndex() throws -> DetachedIndex {
        let source = "\(name)/\(Self.indexKey)"
        switch try index(unless: nil) {
        case .missing(let remnant?):
            throw RegistryError.lostIndex(name, mirror: nil, remnant: remnant)
        case .missing, .same: return try DetachedIndex(nil, source: source)
        case .changed(let bytes, _): return try DetachedIndex(bytes, source: source)
        }
    }

    package func index(unless known: String?) throws -> UpstreamIndex {
        guard var found = try read(Self.indexKey, unless: known) else { return .same }
        var remnant: String?
        if found.bytes == nil, try holdsLog() {
            // Or was the first commit made between the two?
            found = try read(Self.indexKey) ?? Snapshot()
            remnant = "\(name)/\(Self.auditKey)"
        }
        guard let bytes = found.bytes, let revision = found.revision else {
            return .missing(remnant: remnant)
        }
        return .changed(bytes, revision: revision)
    }

    /// Whether there is an audit log, which is only written after an index.
    private func holdsLog() throws -> Bool {
        try connection.send("HEAD", key: key(Self.auditKey), accepting: [200, 404]).status == 200
    }

    package func log() throws -> [UInt8] { try read(Self.auditKey)?.bytes ?? [] }

    package func publish(
        _ parts: VersionParts, tags: [String], from source: ModelStore, _ options: CommitOptions
    ) throws -> Bool {
        try upstream.publish(parts, tags: tags, from: source, options)
    }

    package func replace(
        _ revision: String?, with change: UpstreamChange, from store: ModelStore
    ) throws -> UpstreamOutcome {
        for manifest in change.manifests { _ = try put(manifest, from: store) }
        let marker: JSONValue = ["imageLayoutVersion": "1.0.0"]
        _ = try write("oci-layout", marker.canonicalBytes(), over: nil)
        guard var log = try mendLog(change, over: revision),
            let new = try write(Self.indexKey, change.index, over: revision)
        else { return .outdated }
        log.bytes = (log.bytes ?? []) + change.record
        // The swap was the commit: should this fail, the next writer does it.
        _ = try? write(Self.auditKey, log.bytes ?? [], over: log.revision)
        return .done(revision: new)
    }

    /// Brings the audit log to where the index is that will be replaced.
    ///
    /// - Returns: nil if another writer was at it.
    private func mendLog(_ change: UpstreamChange, over revision: String?) throws -> Snapshot? {
        guard let log = try read(Self.auditKey) else { return nil }
        let old = log.bytes ?? []
        guard let mended = change.mended(old) else {
            // Or is it that the log has moved on, and the index that was read is old?
            let current = try read(Self.indexKey)?.revision
            guard current != revision else {
                throw RegistryError.brokenAudit(path: "\(name)/\(Self.auditKey)")
            }
            return nil
        }
        guard mended != old else { return log }
        return try write(Self.auditKey, mended, over: log.revision).map {
            Snapshot(bytes: mended, revision: $0)
        }
    }

    /// - Returns: nil if it is still what is known.
    private func read(_ path: String, unless known: String? = nil) throws -> Snapshot? {
        let answer = try connection.send(
            "GET", key: key(path), headers: known.map { [("If-None-Match", $0)] } ?? [],
            accepting: [200, 304, 404], maximumAnswer: Self.maximumIndex)
        switch answer.status {
        case 304: return nil
        case 404:
            // Without a bucket there would be no end to trying.
            guard !connection.saysNoBucket(answer) else { throw connection.failure(answer) }
            return Snapshot()
        default:
            guard let tag = answer.head.header("ETag") else {
                throw RemoteError.misbehaved(url: answer.url.shown, reason: "it has no ETag")
            }
            return Snapshot(bytes: answer.body, revision: tag)
        }
    }

    /// - Parameter revision: of the object that is replaced; nil if there must be none.
    /// - Returns: the new revision; nil if there is another one than that.
    private func write(_ path: String, _ bytes: [UInt8], over revision: String?) throws -> String? {
        let type = path.hasSuffix("l") ? "application/jsonl" : "application/json"
        let condition = revision.map { ("If-Match", $0) } ?? ("If-None-Match", "*")
        let answer = try connection.send(
            "PUT", key: key(path), headers: [condition, ("Content-Type", type)],
            body: .bytes(bytes), digest: Digest(of: bytes), accepting: [200, 404, 409, 412])
        guard answer.status == 200 else { return nil }
        guard let tag = answer.head.header("ETag") else {
            throw RemoteError.misbehaved(url: answer.url.shown, reason: "it has no ETag")
        }
        return tag
    }
}
