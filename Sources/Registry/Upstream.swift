import FileStorage

/// One model in a registry elsewhere, of which a store here is the mirror.
///
/// What is elsewhere is the truth; the mirror can be lost at any time.
package protocol Upstream: Sendable {
    /// The registry, as users name it.
    var registry: String { get }
    /// The model in it, as messages name it.
    var name: String { get }

    /// Reads the index.
    ///
    /// - Parameter known: the revision that is here already.
    func index(unless known: String?) throws -> UpstreamIndex

    /// The audit log that is there; empty if there is none.
    func log() throws -> [UInt8]

    /// Reads a blob or a manifest into what is there of it already, or from the beginning.
    func fetch(_ blob: Descriptor, into partial: PartialBlob) throws

    /// Sends a blob that is no manifest, unless it is there.
    ///
    /// - Returns: whether it was sent.
    func send(_ blob: Descriptor, from store: ModelStore) throws -> Bool

    /// Puts a new index in the place of another one; the blobs that it refers to are there.
    ///
    /// - Parameters:
    ///   - revision: of the index that it was made from; nil if there was none.
    ///   - store: has the manifests.
    func replace(_ revision: String?, with change: UpstreamChange, from store: ModelStore) throws
        -> UpstreamOutcome

    /// Waits before the next attempt: writers that met once are to come back at different times.
    func pause(after attempt: Int) throws
}

/// What there is of an index elsewhere.
package enum UpstreamIndex: Sendable {
    /// - Parameter remnant: what is there all the same, and shows that there was an index.
    case missing(remnant: String?)
    /// The one that is known.
    case same
    /// - Parameter revision: what a writer must name to replace just this index.
    case changed([UInt8], revision: String)
}

/// What became of a change.
package enum UpstreamOutcome: Sendable {
    /// - Parameter warnings: what was not done for other tools.
    case done(revision: String?, warnings: [String] = [])
    /// Another writer was first: the change must be made again, of the index that is there now.
    case outdated
    /// The number stands for something that the index does not list, and cannot be given again.
    case taken(version: Int)
}

/// A new index, and what differs in it from the one before.
package struct UpstreamChange: Sendable {
    /// Manifests that speak of another one.
    package struct Referrers: Sendable {
        package let subject: Descriptor
        package internal(set) var manifests: [Descriptor]
    }

    /// New versions.
    package internal(set) var versions: [Int: Descriptor] = [:]
    /// New manifests that are neither versions nor referrers.
    package internal(set) var others: [Descriptor] = []
    package internal(set) var referrers: [Referrers] = []
    /// All tags but the versions, as they stand afterwards.
    package internal(set) var tags: [String: Descriptor] = [:]
    /// Tags that stand nowhere any more, versions among them.
    package internal(set) var removedTags: [String] = []

    package let index: [UInt8]
    /// The record of the commit before.
    private let newest: AuditRecord?
    /// The audit log with that record, as the mirror has it.
    package let log: [UInt8]
    /// The record of this commit, a line.
    package let record: [UInt8]

    init(from old: Index, to new: Index, log: [UInt8], record: [UInt8]) {
        index = new.bytes
        newest = old.audit
        self.log = log
        self.record = record
        let known = Set(old.entries.map(\.digest))
        for entry in new.entries where !known.contains(entry.digest) { list(entry, in: new) }
        for entry in new.entries where entry.version == nil {
            if let tag = entry.tag { tags[tag] = Self.plain(entry) }
        }
        let standing = Set(new.entries.compactMap(\.tag))
        removedTags = old.entries.compactMap(\.tag).filter { !standing.contains($0) }
    }

    package var manifests: [Descriptor] {
        versions.sorted { $0.key < $1.key }.map(\.value) + others
            + referrers.flatMap(\.manifests)
    }

    /// A log with the record of the commit before, which a crash may have kept from being appended.
    ///
    /// - Returns: nil if it ends with anything else.
    package func mended(_ log: [UInt8]) -> [UInt8]? {
        let end = log.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        guard end == log.count, let newest else { return log.isEmpty ? log : nil }
        let last = log.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let digest = log.isEmpty ? nil : Digest(of: log[last...])
        if digest == newest.digest { return log }
        return digest == nil || digest == newest.previous ? log + newest.line : nil
    }

    private mutating func list(_ entry: IndexEntry, in index: Index) {
        let manifest = Self.plain(entry)
        if let number = entry.version {
            versions[number] = manifest
        } else if entry.tag == nil, let text = entry.annotation(Annotation.subject),
            let subject = index.entries.first(where: { $0.digest.description == text })
        {
            if let place = referrers.firstIndex(where: { $0.subject.digest == subject.digest }) {
                referrers[place].manifests.append(manifest)
            } else {
                referrers.append(
                    Referrers(subject: Self.plain(subject), manifests: [manifest]))
            }
        } else {
            others.append(manifest)
        }
    }

    /// What a list elsewhere says of a manifest.
    private static func plain(_ entry: IndexEntry) -> Descriptor {
        var descriptor = entry.descriptor
        descriptor.annotations[Annotation.tag] = nil
        return descriptor
    }
}
