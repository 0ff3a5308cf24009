package import FileStorage
package import Registry
package import Transfer

/// One model in a registry elsewhere.
package protocol Remote {
    /// As messages and audit records name it.
    var name: String { get }
    var session: HTTPSession { get }

    /// Where a manifest lies, for those who keep only its address.
    func location(of manifest: Digest) -> String

    func tags() throws -> [String]

    /// The manifest that a tag stands on; nil if there is no such tag.
    func manifest(tagged tag: String) throws -> RemoteManifest?

    /// The manifests that speak of another.
    func referrers(of subject: Descriptor) throws -> [RemoteManifest]

    /// Reads a blob into what is there of it already, or from the beginning.
    func get(_ blob: Descriptor, into partial: PartialBlob) throws

    /// Sends a blob from a file, unless it is there.
    ///
    /// - Returns: whether it was sent.
    func put(_ blob: Descriptor, from source: ModelStore) throws -> Bool

    /// A manifest whose digest is known, checked.
    func manifest(_ entry: Descriptor) throws -> RemoteManifest

    /// Reads the index of what mlx keeps there.
    ///
    /// - Parameter known: the revision that need not be read again.
    func index(unless known: String?) throws -> UpstreamIndex

    /// The audit log that is there.
    func log() throws -> [UInt8]

    /// Puts a new index in the place of another one, if that is still there.
    func replace(_ revision: String?, with change: UpstreamChange, from store: ModelStore) throws
        -> UpstreamOutcome

    /// Lists a version whose blobs are all there, and lets tags stand on it.
    ///
    /// - Returns: whether anything changed.
    func publish(
        _ parts: VersionParts, tags: [String], from source: ModelStore, _ options: CommitOptions
    ) throws -> Bool
}

/// A manifest as it was read, which is the only form that has its digest.
package struct RemoteManifest: Hashable, Sendable {
    package let bytes: [UInt8]
    /// Where it was read from.
    package let source: String
}

/// How far a transfer has come, in bytes.
package typealias TransferProgress = (_ done: Int, _ total: Int) -> Void
