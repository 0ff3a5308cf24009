import FileStorage
import RunDocument

/// A version that another registry offers: nothing in it is believed before it is checked.
package struct IncomingVersion: Sendable {
    /// Larger manifests are refused wherever they come from, as registries do.
    package static let maximumManifest = 4 << 20

    package let model: VersionParts.Part
    let files: [TreeDigest.File]
    /// A small document that says which version this is.
    package let configuration: Descriptor

    /// - Parameter source: where it came from, for errors.
    /// - Throws: `RegistryError.damaged` or `.hostilePath`.
    package init(manifest bytes: [UInt8], from source: String) throws {
        let manifest = try ModelManifest(try Self.parse(bytes, source), in: source)
        files = manifest.files
        configuration = manifest.configuration
        guard !files.isEmpty else {
            throw RegistryError.damaged(path: source, reason: "it names no files")
        }
        let entry = Descriptor(
            mediaType: MediaType.manifest,
            digest: Digest(of: bytes),
            size: bytes.count,
            artifactType: MediaType.model,
            annotations: [Annotation.modelDigest: manifest.modelDigest.description]
        )
        model = VersionParts.Part(
            manifest: entry, blobs: manifest.layers + [manifest.configuration])
    }

    /// Reads what is said of this version.
    ///
    /// - Throws: `RegistryError.damaged` if it speaks of something else.
    package func referrer(manifest bytes: [UInt8], from source: String) throws -> VersionParts.Part
    {
        let value = try Self.parse(bytes, source)
        let subject = value["subject"]?["digest"]?.stringValue
        guard value["mediaType"]?.stringValue == MediaType.manifest,
            subject == model.manifest.digest.description
        else { throw RegistryError.damaged(path: source, reason: "it refers to something else") }
        let configuration = try Descriptor(value["config"], in: source)
        var blobs = try (value["layers"]?.arrayValue ?? []).map { try Descriptor($0, in: source) }
        blobs.append(configuration)
        let entry = Descriptor(
            mediaType: MediaType.manifest,
            digest: Digest(of: bytes),
            size: bytes.count,
            artifactType: value["artifactType"]?.stringValue ?? configuration.mediaType,
            annotations: [Annotation.subject: model.manifest.digest.description]
        )
        return VersionParts.Part(manifest: entry, blobs: blobs)
    }

    /// The version that its configuration claims; nil if it claims none.
    package static func number(configuration bytes: [UInt8], from source: String) throws -> Int? {
        try parse(bytes, source)["descriptor"]?["version"]?.stringValue.flatMap(Tag.number)
    }

    private static func parse(_ bytes: [UInt8], _ source: String) throws -> JSONValue {
        guard bytes.count <= maximumManifest else {
            throw RegistryError.damaged(
                path: source, reason: "it is larger than \(maximumManifest) bytes")
        }
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw RegistryError.damaged(path: source, reason: error.description)
        }
    }
}
