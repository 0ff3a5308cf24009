package import FileStorage
package import RunDocument

/// A reference to a blob by media type, digest and size.
package struct Descriptor: Hashable, Sendable {
    package var mediaType: String
    package let digest: Digest
    /// Bytes.
    package let size: Int
    package internal(set) var artifactType: String?
    package internal(set) var annotations: [String: String] = [:]
    /// Members that this version does not look at, kept when the index is rewritten.
    package var unknown: JSONObject = [:]

    /// 32 TiB: the sizes of all that one manifest can name add up to a number.
    static let maximumSize = 1 << 45

    package init(
        mediaType: String,
        digest: Digest,
        size: Int,
        artifactType: String? = nil,
        annotations: [String: String] = [:]
    ) {
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        self.artifactType = artifactType
        self.annotations = annotations
    }

    /// The blob that is a file of a model.
    init(_ file: TreeDigest.File) {
        self.init(mediaType: "application/octet-stream", digest: file.digest, size: file.size)
    }

    /// - Parameter source: the file that is read, for the error.
    package init(_ value: JSONValue?, in source: String) throws(RegistryError) {
        guard var members = value?.objectValue else {
            throw .damaged(path: source, reason: "a descriptor is not an object")
        }
        guard let mediaType = members.removeValue(forKey: "mediaType")?.stringValue,
            let text = members.removeValue(forKey: "digest")?.stringValue,
            let size = members.removeValue(forKey: "size")?.integerValue
        else {
            throw .damaged(path: source, reason: "a descriptor lacks mediaType, digest or size")
        }
        guard let digest = Digest(text) else {
            throw .damaged(path: source, reason: "'\(text.shortened())' is not a SHA-256 digest")
        }
        guard size >= 0 else { throw .damaged(path: source, reason: "a size is negative") }
        guard size <= Self.maximumSize else {
            throw .damaged(path: source, reason: "a size is larger than any file")
        }
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        artifactType = members.removeValue(forKey: "artifactType")?.stringValue
        annotations = try Self.annotations(members.removeValue(forKey: "annotations"), source)
        unknown = members
    }

    static func annotations(_ value: JSONValue?, _ source: String) throws(RegistryError)
        -> [String: String]
    {
        var annotations: [String: String] = [:]
        for (key, value) in value?.objectValue ?? [:] {
            guard let text = value.stringValue else {
                throw .damaged(
                    path: source, reason: "the annotation '\(key.shortened())' is not a string")
            }
            annotations[key] = text
        }
        return annotations
    }

    package var json: JSONValue {
        var members = unknown
        members["mediaType"] = .string(mediaType)
        members["digest"] = .string(digest.description)
        members["size"] = .integer(Int64(size))
        members["artifactType"] = artifactType.map(JSONValue.string)
        if !annotations.isEmpty {
            members["annotations"] = .object(annotations.mapValues(JSONValue.string))
        }
        return .object(members)
    }

    /// The tag of an entry in an index.
    var tag: String? { annotations[Annotation.tag] }
}
