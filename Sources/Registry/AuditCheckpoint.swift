package import FileStorage
package import RunDocument
import SystemPackage

/// How long an audit log was, and what it held: whoever keeps one can later show that the log was
/// only ever appended to.
package struct AuditCheckpoint: Hashable, Sendable {
    package let model: ModelName
    /// Lines.
    package let records: Int
    package let bytes: Int
    /// SHA-256 of those bytes.
    package let digest: Digest
    /// The root of the Merkle tree over the lines.
    package let root: Digest

    /// - Parameter log: whole lines.
    init(_ log: some Collection<UInt8>, model: ModelName) {
        let tree = MerkleTree(lines: log)
        self.model = model
        records = tree.count
        bytes = log.count
        digest = Digest(of: log)
        root = tree.root
    }

    init(model: ModelName, records: Int, bytes: Int, digest: Digest, root: Digest) {
        self.model = model
        self.records = records
        self.bytes = bytes
        self.digest = digest
        self.root = root
    }

    /// Reads the line that `line` makes.
    ///
    /// - Throws: `RegistryError.notCheckpoint`.
    package init(parsing text: some Collection<UInt8>, in source: String) throws(RegistryError) {
        let members: JSONValue?
        do { members = try JSONValue(parsing: text)["checkpoint"] } catch {
            throw .notCheckpoint(path: source, reason: error.description)
        }
        guard let name = members?["model"]?.stringValue, let model = try? ModelName(name),
            let records = members?["records"]?.integerValue, records >= 0,
            let bytes = members?["bytes"]?.integerValue, bytes >= 0,
            let digest = members?["digest"]?.stringValue.flatMap(Digest.init),
            let root = members?["root"]?.stringValue.flatMap(Digest.init)
        else { throw .notCheckpoint(path: source, reason: "something is missing in it") }
        self.init(model: model, records: records, bytes: bytes, digest: digest, root: root)
    }

    package var json: JSONValue {
        [
            "checkpoint": [
                "model": .string(model.description),
                "records": .integer(Int64(records)),
                "bytes": .integer(Int64(bytes)),
                "digest": .string(digest.description),
                "root": .string(root.description),
            ]
        ]
    }

    /// The canonical JSON and its newline: a checkpoint that nobody has signed.
    package var line: [UInt8] { json.canonicalBytes() + [0x0A] }
}

/// An audit log that was read from end to end.
package struct AuditReport: Sendable {
    package let records: [AuditRecord]
    package let faults: [AuditFault]
    package let checkpoint: AuditCheckpoint

    /// Whether each line follows the one before it, and the last one is that of the index.
    package var isIntact: Bool { faults.allSatisfy(\.isPending) }
}

extension ModelStore {
    /// Checks the chain of the audit log.
    ///
    /// - Parameter earlier: a checkpoint with which the log must begin.
    /// - Throws: `RegistryError.unknownModel`, `.otherAudit`, `.damaged` for the index.
    package func audit(since earlier: AuditCheckpoint? = nil, lockTimeout: Duration) throws
        -> AuditReport
    {
        try requireModel()
        // What a mirror has is no proof of what is elsewhere.
        try mirror?.refreshLog(timeout: lockTimeout)
        let (index, log) = try FileLock.holdIfPresent(layout.lock, timeout: lockTimeout) {
            let index = try self.index()
            let exists = Files.kind(of: layout.audit, followLinks: false) != nil
            let limit = AuditLog.maximumLength
            return (index, exists ? try Files.readRegular(layout.audit, limit: limit) : [])
        }
        if let earlier { try check(log, against: earlier) }
        var chain = AuditChain(log, model: model)
        let whole = log[..<(log.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)]
        chain.close(with: index)
        return AuditReport(
            records: chain.records,
            faults: chain.faults,
            checkpoint: AuditCheckpoint(whole, model: model)
        )
    }

    private func check(_ log: [UInt8], against earlier: AuditCheckpoint) throws(RegistryError) {
        let path = layout.audit.string
        guard earlier.model == model else {
            throw .otherAudit(path: path, reason: "that one is about '\(earlier.model)'")
        }
        guard log.count >= earlier.bytes else {
            let reason = "it was cut off: it has \(log.count) bytes, and had \(earlier.bytes)"
            throw .otherAudit(path: path, reason: reason)
        }
        guard AuditCheckpoint(log[..<earlier.bytes], model: model) == earlier else {
            let reason = "its first \(earlier.bytes) bytes are not what they were"
            throw .otherAudit(path: path, reason: reason)
        }
    }
}
