import FileStorage
import RunDocument
import SystemPackage

/// How a change of a registry is made.
package struct CommitOptions: Sendable {
    package static let defaultLockTimeout = Duration.seconds(60)

    package var context: AuditContext
    /// How long to wait for other processes.
    package var lockTimeout: Duration

    package init(context: AuditContext, lockTimeout: Duration = Self.defaultLockTimeout) {
        self.context = context
        self.lockTimeout = lockTimeout
    }
}

extension ModelStore {
    /// Changes the index: before the rename there is the old one, after it the new one.
    ///
    /// The record of the change is inside the new index, so that the commit and its record are one;
    /// the line in `audit.jsonl` follows, if need be written by the next command. What `change`
    /// refers to must be on the disk when it returns.
    ///
    /// - Parameter change: returns the event to record; without one nothing is written.
    func commit<Result>(
        _ options: CommitOptions,
        _ change: (inout Index) throws -> (AuditEvent?, Result)
    ) throws -> Result {
        try FileLock.hold(layout.lock, .exclusive, timeout: options.lockTimeout) {
            var index = try self.index()
            let log = AuditLog(path: layout.audit)
            let embedded = index.audit
            let last = try log.mend(with: embedded)
            let isForeign = embedded.map { $0.references != index.references } ?? (last != nil)
            let before = index.entries
            let (event, result) = try change(&index)
            guard let event else { return result }
            try takeNotes(in: &index, since: before)
            let record = AuditRecord(
                event,
                model: model,
                context: options.context,
                previous: last,
                references: index.references,
                isForeign: isForeign
            )
            index.audit = record
            try publish(index)
            try log.append(record.line)
            return result
        }
    }

    private func publish(_ index: Index) throws {
        let temporary = layout.temporaryPath()
        do {
            try Files.write(temporary, index.bytes)
            try Files.rename(temporary, to: layout.index)
        } catch {
            Files.remove(temporary)
            throw error
        }
        try Files.synchronize(directory: layout.path)
    }

    /// Notes in an existing registry that something was refused or failed.
    package func note(_ event: AuditEvent, _ options: CommitOptions) throws {
        guard try layout.exists else { return }
        try commit(options) { _ in (event, ()) }
    }

    /// Notes that `body` was refused, if it was.
    func recordingDenial<Result>(
        _ event: AuditEvent, _ options: CommitOptions, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as any Failure where error.exitStatus == .denied {
            var event = event
            event.outcome = .denied
            event.reason = error.description
            // The first error is the one to tell of.
            try? note(event, options)
            throw error
        }
    }
}

extension Index {
    /// The record of the newest commit.
    var audit: AuditRecord? {
        get { annotations[Annotation.audit].flatMap { AuditRecord(line: $0.utf8) } }
        set {
            annotations[Annotation.audit] = newValue.map {
                String(decoding: $0.line.dropLast(), as: UTF8.self)
            }
        }
    }
}
