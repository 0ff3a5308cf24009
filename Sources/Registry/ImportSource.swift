import FileStorage
import RunDocument
import SystemPackage

/// A model in an OCI image layout that anybody may have written: every claim in it is checked.
package struct ImportSource: Sendable {
    /// As the user wrote it.
    let reference: String
    let blobs: BlobStore
    let index: Index
    let entry: Descriptor
    let document: ManifestDocument
    let manifest: ModelManifest

    /// Reads `LAYOUT`, `LAYOUT:TAG` or `LAYOUT@sha256:…`; `oci:` may stand before it.
    ///
    /// - Throws: `RegistryError.notImportable` for what is no model, `.unknownSource`, `.damaged`,
    ///   `.hostilePath`; `StorageError.missing`.
    package init(_ reference: String) throws {
        self.reference = reference
        let (path, name) = Self.split(reference)
        let layout = Layout(path: path)
        try Self.checkMarker(layout)
        guard Files.kind(of: layout.index, followLinks: false) != nil else {
            throw StorageError.missing(path: layout.index.string)
        }
        blobs = BlobStore(layout: layout)
        index = try Index(reading: layout.index)
        entry = try Self.choose(name, in: index, blobs)
        let value = try Self.read(entry, reference, blobs)
        let source = blobs.path(of: entry.digest).string
        document = try ManifestDocument(value, in: source)
        try Self.checkKind(document, reference)
        manifest = try ModelManifest(value, in: source)
        if let configuration = document.configuration, configuration.mediaType.hasSuffix("json") {
            _ = try blobs.readDocument(configuration)
        }
    }

    /// What the model is called by whoever made it.
    package var name: ModelName? {
        get throws {
            guard let configuration = document.configuration,
                configuration.mediaType == MediaType.modelConfiguration
            else { return nil }
            let name = try blobs.readDocument(configuration)["descriptor"]?["name"]?.stringValue
            return name.flatMap { try? ModelName($0) }
        }
    }

    private static func checkMarker(_ layout: Layout) throws {
        guard Files.isDirectory(layout.path) else {
            throw StorageError.missing(path: layout.path.string)
        }
        let source = layout.path.string
        guard case .bytes(let bytes) = Reading(layout.marker, limit: 1 << 16),
            let version = try? JSONValue(parsing: bytes)["imageLayoutVersion"]?.stringValue
        else { throw RegistryError.notImportable(source: source, reason: "it is no OCI layout") }
        guard version.hasPrefix("1.") else {
            throw RegistryError.notImportable(
                source: source, reason: "its layout version is '\(version.shortened())'")
        }
    }

    private static func read(_ entry: Descriptor, _ reference: String, _ blobs: BlobStore) throws
        -> JSONValue
    {
        func refuse(_ reason: String) -> RegistryError {
            .notImportable(source: reference, reason: reason)
        }
        if entry.mediaType == MediaType.index {
            throw refuse("it is an index of several manifests; name one of them by its digest")
        }
        guard entry.mediaType == MediaType.manifest else {
            throw refuse(
                "its media type is '\(entry.mediaType.shortened())' and not '\(MediaType.manifest)'"
            )
        }
        let limit = IncomingVersion.maximumManifest
        guard entry.size <= limit else {
            throw refuse("its manifest has \(entry.size) bytes, more than \(limit)")
        }
        return try blobs.readDocument(entry)
    }

    private static func checkKind(_ document: ManifestDocument, _ reference: String) throws {
        func refuse(_ reason: String) -> RegistryError {
            .notImportable(source: reference, reason: reason)
        }
        if let mediaType = document.mediaType, mediaType != MediaType.manifest {
            throw refuse("its manifest says that it is '\(mediaType.shortened())'")
        }
        guard document.isModel else {
            let type = document.artifactType.map { "'\($0.shortened())'" } ?? "unknown"
            throw refuse("it is no model: its artifact type is \(type), not '\(MediaType.model)'")
        }
        guard !document.layers.isEmpty else { throw refuse("it has no files") }
        for layer in document.layers where !layer.isRawFile {
            let name = layer.annotations[Annotation.path] ?? layer.digest.description
            throw refuse(
                "'\(name.shortened())' is '\(layer.mediaType.shortened())', and only files that "
                    + "are neither packed nor compressed can be imported"
            )
        }
    }
}

extension ManifestDocument {
    /// Whether the ModelPack specification speaks of it.
    var isModel: Bool {
        subject == nil
            && (artifactType == MediaType.model
                || configuration?.mediaType == MediaType.modelConfiguration)
    }
}

extension Descriptor {
    fileprivate var isRawFile: Bool {
        mediaType.hasPrefix("application/vnd.cncf.model.") && mediaType.hasSuffix(".raw")
    }
}
