import FileStorage
import RunDocument
import Synchronization
import SystemPackage

/// Keeps a layout the copy of one elsewhere: the index and the log whole, blobs as they are needed.
final class Mirror: Sendable {
    let upstream: any Upstream
    private let layout: Layout
    /// What is known to be there.
    private let sent = Mutex<Set<Digest>>([])

    /// Of writers that all want the same index, one succeeds each time.
    static let maximumAttempts = 200

    init(of upstream: any Upstream, in layout: Layout) {
        self.upstream = upstream
        self.layout = layout
    }

    /// Brings the index and the log to what they are elsewhere.
    ///
    /// - Throws: what the upstream throws; nothing that may be old is taken for the truth.
    func refresh(timeout: Duration) throws {
        if !Files.exists(layout.marker) {
            if case .missing(let remnant) = try upstream.index(unless: nil) {
                return try requireUnknown(remnant)
            }
            try layout.create()
        }
        try FileLock.hold(layout.lock, .exclusive, timeout: timeout) { _ = try refreshLocked() }
    }

    /// Reads the log again, whether or not the one here fits the index.
    func refreshLog(timeout: Duration) throws {
        try FileLock.hold(layout.lock, .exclusive, timeout: timeout) {
            // Where the index is lost, the log here may be the last one.
            guard try refreshIndex() != nil else { return }
            try Files.replace(layout.audit, with: try upstream.log())
            _ = try refreshLocked()
        }
    }

    /// The same, for who has the lock.
    ///
    /// - Returns: the revision of the index; nil if there is none.
    func refreshLocked() throws -> String? {
        var revision = try refreshIndex()
        let log = AuditLog(path: layout.audit)
        for _ in 0..<Self.maximumAttempts {
            guard let current = revision else { return nil }
            let embedded = try Index(reading: layout.index).audit
            // The line that is missing may be the one in the index, but only after all others.
            let isBegun = (Files.size(of: layout.audit) ?? 0) > 0
            if isBegun, let embedded, (try? log.mend(with: embedded)) != nil { return current }
            try Files.replace(layout.audit, with: try upstream.log())
            if let embedded, (try? log.mend(with: embedded)) != nil { return current }
            // Has another writer come between, or do they not belong together?
            revision = try refreshIndex()
            if revision == current { return current }
        }
        throw RegistryError.contended(upstream.name)
    }

    private func refreshIndex() throws -> String? {
        let known = MirrorState(of: layout)?.revision
        switch try upstream.index(unless: known) {
        case .same: return known
        case .missing(let remnant):
            try requireUnknown(remnant)
            return nil
        case .changed(let bytes, let revision):
            _ = try Index(parsing: bytes, in: "\(upstream.name)/index.json")
            try Files.replace(layout.index, with: bytes)
            try MirrorState(revision: revision, index: Digest(of: bytes)).write(to: layout)
            return revision
        }
    }

    /// An index that is not there must never have been: to begin again would be to give numbers
    /// twice.
    ///
    /// - Throws: `RegistryError.lostIndex`.
    private func requireUnknown(_ remnant: String?) throws {
        let mirror = try layout.exists ? layout.path.string : nil
        guard mirror == nil, remnant == nil else {
            throw RegistryError.lostIndex(upstream.name, mirror: mirror, remnant: remnant)
        }
    }

    /// Brings a blob here.
    ///
    /// - Throws: `RegistryError.damaged` if what comes is not what was asked for.
    func fetch(_ blob: Descriptor) throws {
        do {
            let partial = try PartialBlob(blob, in: layout)
            defer { partial.close() }
            try partial.fill(as: layout.blobs.appending(blob.digest.hex)) {
                try upstream.fetch(blob, into: $0)
            }
        } catch RegistryError.damaged(let path, let reason) where path == blob.digest.description {
            throw RegistryError.damaged(
                path: "\(upstream.name)/blobs/sha256/\(blob.digest.hex)", reason: reason)
        }
        _ = sent.withLock { $0.insert(blob.digest) }
    }

    /// Sends blobs that are no manifests.
    func send(_ blobs: [Descriptor], from store: ModelStore) throws {
        for blob in blobs where !sent.withLock({ $0.contains(blob.digest) }) {
            try Task.checkCancellation()
            _ = try upstream.send(blob, from: store)
            _ = sent.withLock { $0.insert(blob.digest) }
        }
    }

    /// Takes it that blobs are there.
    func assume(_ blobs: [Descriptor]) {
        sent.withLock { $0.formUnion(blobs.map(\.digest)) }
    }

    /// Makes a commit elsewhere; the layout is not changed.
    func publish(
        _ old: Index, _ commit: PendingCommit, over revision: String?, from store: ModelStore
    ) throws -> UpstreamOutcome {
        let log =
            try Files.isPresent(layout.audit)
            ? try Files.readRegular(layout.audit, limit: AuditLog.maximumLength) : []
        var change = UpstreamChange(
            from: old, to: commit.index, log: log, record: commit.record.line)
        for manifest in change.manifests {
            let document = try ManifestDocument(
                store.blobs.readDocument(manifest), in: manifest.digest.description)
            try send(document.content, from: store)
        }
        // What cannot be had is for fsck to tell, and is no reason to refuse another change.
        change.tags = change.tags.filter { (try? store.blobs.obtain($0.value)) != nil }
        // Nothing is fetched while something is sent.
        let here = ModelStore(root: store.root, model: store.model)
        return try upstream.replace(revision, with: change, from: here)
    }

    /// Remembers that the index here is the one elsewhere.
    func note(_ revision: String?, _ index: Index) throws {
        guard let revision else { return }
        try MirrorState(revision: revision, index: Digest(of: index.bytes)).write(to: layout)
    }
}

/// Which index a mirror has: `.mlx/mirror.json`.
struct MirrorState {
    let revision: String
    let index: Digest

    init(revision: String, index: Digest) {
        self.revision = revision
        self.index = index
    }

    /// Nil if it is not known which one that is: a crash may have come between the two files.
    init?(of layout: Layout) {
        guard let bytes = try? Files.readRegular(layout.mirror, limit: 1 << 16),
            let json = try? JSONValue(parsing: bytes),
            let revision = json["revision"]?.stringValue,
            let index = json["index"]?.stringValue.flatMap(Digest.init),
            let (found, _) = try? Digest.ofRegularFile(layout.index), found == index
        else { return nil }
        self.init(revision: revision, index: index)
    }

    func write(to layout: Layout) throws(StorageError) {
        let json: JSONValue = [
            "revision": .string(revision), "index": .string(index.description),
        ]
        try Files.replace(layout.mirror, with: json.canonicalBytes())
    }
}
