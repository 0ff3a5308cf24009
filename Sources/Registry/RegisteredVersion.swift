package import FileStorage

/// A version of a model in a registry.
package struct RegisteredVersion: Hashable, Sendable {
    package let number: Int
    /// The digest of the manifest; every OCI tool shows it.
    package let manifestDigest: Digest
    /// `TreeDigest` of the model's files, as `model.digest` in the Run document.
    package let modelDigest: String
    /// The moving tags that stand on it: `production`, `previous`, aliases.
    package let tags: [String]
    /// When its run began, ISO 8601 in UTC.
    package let createdAt: String?
    package let files: [TreeDigest.File]
    let manifest: Descriptor

    /// Bytes of the model's files.
    package var size: Int { files.reduce(0) { $0 + $1.size } }

    package static func == (one: Self, other: Self) -> Bool {
        one.number == other.number && one.manifestDigest == other.manifestDigest
            && one.tags == other.tags
    }
}
