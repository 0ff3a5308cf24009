import FileStorage
import RunDocument
import SystemPackage

/// How a change of a registry is made.
package struct CommitOptions: Sendable {
    package static let defaultLockTimeout = Duration.seconds(60)

    package var context: AuditContext
    /// How long to wait for other processes.
    package var lockTimeout: Duration
    /// Is told what was not done, though the change was made.
    package var warn: @Sendable (String) -> Void

    package init(
        context: AuditContext, lockTimeout: Duration = Self.defaultLockTimeout,
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.context = context
        self.lockTimeout = lockTimeout
        self.warn = warn
    }
}

/// An index that is to take the place of another, and the record of the change.
struct PendingCommit {
    let index: Index
    let record: AuditRecord
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
            if let mirror { return try commit(elsewhere: mirror, options, change) }
            guard try !Files.isPresent(layout.mirror) else {
                throw RegistryError.onlyMirror(path: root.string)
            }
            let (pending, result) = try prepare(try index(), options, change)
            if let pending { try publish(pending) }
            return result
        }
    }

    /// Makes the change and its record; nothing is written but what a crash kept from the log.
    private func prepare<Result>(
        _ current: Index,
        _ options: CommitOptions,
        _ change: (inout Index) throws -> (AuditEvent?, Result)
    ) throws -> (PendingCommit?, Result) {
        var index = current
        let embedded = index.audit
        let last = try AuditLog(path: layout.audit).mend(with: embedded)
        let isForeign = embedded.map { $0.references != index.references } ?? (last != nil)
        let before = index.entries
        let (event, result) = try change(&index)
        guard let event else { return (nil, result) }
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
        return (PendingCommit(index: index, record: record), result)
    }

    /// Makes a change elsewhere first, again and again until no other writer came between.
    private func commit<Result>(
        elsewhere mirror: Mirror,
        _ options: CommitOptions,
        _ change: (inout Index) throws -> (AuditEvent?, Result)
    ) throws -> Result {
        var lowest = 0
        var unsure: (line: [UInt8], result: Result)?
        for attempt in 0..<Mirror.maximumAttempts {
            if attempt > 0 { try mirror.upstream.pause(after: attempt) }
            let revision = try mirror.refreshLocked()
            // A connection can be lost after the swap and before the answer.
            if let unsure, try AuditLog(path: layout.audit).holds(unsure.line) {
                return unsure.result
            }
            let old = try index()
            var current = old
            current.skipVersions(through: lowest)
            let (pending, result) = try prepare(current, options, change)
            guard let pending else { return result }
            switch try mirror.publish(old, pending, over: revision, from: self) {
            case .done(let revision, let warnings):
                for warning in warnings { options.warn(warning) }
                try publish(pending)
                try mirror.note(revision, pending.index)
                return result
            case .outdated: unsure = (pending.record.line, result)
            case .taken(let version):
                guard version > lowest else {
                    throw RegistryError.versionTaken(version, model: model.description)
                }
                lowest = version
            }
        }
        throw RegistryError.contended(mirror.upstream.name)
    }

    private func publish(_ commit: PendingCommit) throws {
        try layout.replaceIndex(with: commit.index)
        try AuditLog(path: layout.audit).append(commit.record.line)
    }

    /// Puts blobs where a commit can refer to them: on the disk, and elsewhere for a mirror.
    ///
    /// Others can commit meanwhile.
    func keep(_ new: [Descriptor]) throws {
        try blobs.synchronize()
        try mirror?.send(new, from: self)
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
