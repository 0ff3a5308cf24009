import FileStorage
package import Registry
import RunDocument
import Transfer

/// Changing the index of a bucket: a compare-and-swap, so that parallel writers lose nothing.
extension S3Remote {
    private static let indexKey = "index.json"
    private static let auditKey = ".mlx/audit.jsonl"
    private static let maximumIndex = 1 << 26
    /// Of writers that all want the same index, one succeeds each time.
    private static let maximumAttempts = 200

    /// An object as it was read, with what a writer must name to replace just that.
    private struct Snapshot {
        /// Nil if there is no object.
        var bytes: [UInt8]?
        var condition: (name: String, value: String)
    }

    func readIndex() throws -> (index: DetachedIndex, condition: (name: String, value: String)) {
        let snapshot = try read(Self.indexKey)
        let source = "\(name)/\(Self.indexKey)"
        return (
            try DetachedIndex(snapshot.bytes, model: model, source: source), snapshot.condition
        )
    }

    package func publish(
        _ parts: VersionParts, tags: [String], from source: ModelStore, _ context: AuditContext
    ) throws -> Bool {
        for part in parts.parts { _ = try put(part.manifest, from: source) }
        let marker: JSONValue = ["imageLayoutVersion": "1.0.0"]
        _ = try write("oci-layout", marker.canonicalBytes(), ("If-None-Match", "*"))
        var isNew = try commit(.list(parts), context)
        for tag in tags {
            let move = DetachedIndex.Change.move(
                tag, to: parts.model.manifest, version: parts.number)
            if try commit(move, context) { isNew = true }
        }
        return isNew
    }

    /// Makes a change, again and again until no other writer came between.
    ///
    /// - Returns: whether anything was new.
    private func commit(_ change: DetachedIndex.Change, _ context: AuditContext) throws -> Bool {
        var written: [UInt8]?
        for attempt in 0..<Self.maximumAttempts {
            if attempt > 0 { try pause(attempt) }
            var (index, condition) = try readIndex()
            // A connection can be lost after the swap and before the answer.
            if let written, index.newestRecord == written { return true }
            guard try appendNewestRecord(of: index) else { continue }
            guard try index.make(change, context) else { return false }
            written = index.newestRecord
            guard try write(Self.indexKey, index.bytes, condition) else { continue }
            // The swap was the commit: should this fail, the next writer does it.
            _ = try? appendNewestRecord(of: index)
            return true
        }
        throw RemoteError.contended(url: "\(name)/\(Self.indexKey)")
    }

    /// Brings the audit log to where the index is.
    ///
    /// - Returns: false if another writer was at it.
    private func appendNewestRecord(of index: DetachedIndex) throws -> Bool {
        let log = try read(Self.auditKey)
        let old = log.bytes ?? []
        let mended: [UInt8]
        do {
            mended = try index.mended(old)
        } catch {
            // Or is it that the log has moved on, and the index that was read is old?
            guard try readIndex().index.newestRecord != index.newestRecord else { throw error }
            return false
        }
        return try mended == old || write(Self.auditKey, mended, log.condition)
    }

    private func read(_ path: String) throws -> Snapshot {
        let answer = try connection.send(
            "GET", key: key(path), accepting: [200, 404], maximumAnswer: Self.maximumIndex)
        guard answer.status == 200 else {
            // Without a bucket there would be no end to trying.
            guard !connection.saysNoBucket(answer) else { throw connection.failure(answer) }
            return Snapshot(bytes: nil, condition: ("If-None-Match", "*"))
        }
        guard let tag = answer.head.header("ETag") else {
            throw RemoteError.misbehaved(url: answer.url.description, reason: "it has no ETag")
        }
        return Snapshot(bytes: answer.body, condition: ("If-Match", tag))
    }

    /// - Returns: false if the condition does not hold any more.
    private func write(
        _ path: String, _ bytes: [UInt8], _ condition: (name: String, value: String)
    ) throws -> Bool {
        let type = path.hasSuffix("l") ? "application/jsonl" : "application/json"
        let answer = try connection.send(
            "PUT", key: key(path), headers: [condition, ("Content-Type", type)],
            body: .bytes(bytes), digest: Digest(of: bytes), accepting: [200, 404, 409, 412])
        return answer.status == 200
    }

    /// Writers that met once are to come back at different times.
    private func pause(_ attempt: Int) throws {
        let longest = min(1000, 20 << min(attempt, 6))
        try session.retries.wait(.milliseconds(Int.random(in: 5...longest)))
    }
}
