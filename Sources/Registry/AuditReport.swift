import FileStorage
import RunDocument
import SystemPackage

/// An audit log that was read from end to end.
package struct AuditReport: Sendable {
    package let records: [AuditRecord]
    package let faults: [AuditFault]
    /// The record that the index holds.
    let embedded: AuditRecord?
    private let model: ModelName
    /// Whole lines.
    private let log: ArraySlice<UInt8>

    fileprivate init(_ log: [UInt8], _ index: Index, model: ModelName) {
        var chain = AuditChain(log, model: model)
        chain.close(with: index)
        records = chain.records
        faults = chain.faults
        embedded = index.audit
        self.model = model
        self.log = log[..<(log.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)]
    }

    /// How long the log is and what it holds; it is hashed line by line for that.
    package func checkpoint() -> AuditCheckpoint { AuditCheckpoint(log, model: model) }

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
        return AuditReport(log, index, model: model)
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
