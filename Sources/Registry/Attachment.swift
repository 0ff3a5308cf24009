import FileStorage
import RunDocument
import Signing

/// A document that is to be attached to a manifest: one layer, and annotations that tell in a
/// listing what it is.
struct Attachment {
    let mediaType: String
    let bytes: [UInt8]
    let annotations: [String: String]

    /// - Parameter time: when it was signed, ISO 8601.
    init(bundle: Bundle, of predicateType: String, time: String) {
        mediaType = Bundle.mediaType
        bytes = bundle.bytes
        // As cosign writes them.
        annotations = [
            Annotation.created: time,
            "dev.sigstore.bundle.content": "dsse-envelope",
            "dev.sigstore.bundle.predicateType": predicateType,
        ]
    }

    /// - Parameter time: when what it speaks of happened.
    init(statement: Statement, time: String) {
        mediaType = Statement.mediaType
        bytes = statement.json.canonicalBytes()
        // As BuildKit writes it.
        annotations = [
            Annotation.created: time, "in-toto.io/predicate-type": statement.predicateType,
        ]
    }
}

extension ModelStore {
    /// Stores a document and the manifest that ties it to its subject; both are on the disk then.
    func attach(_ attachment: Attachment, to subject: Descriptor, in index: inout Index) throws {
        let (configuration, configurationSize) = try blobs.ingest(ManifestWriter.emptyConfiguration)
        let (document, size) = try blobs.ingest(attachment.bytes)
        let manifest: JSONValue = [
            "schemaVersion": 2,
            "mediaType": .string(MediaType.manifest),
            "artifactType": .string(attachment.mediaType),
            "config": Descriptor(
                mediaType: MediaType.empty, digest: configuration, size: configurationSize
            ).json,
            "layers": [
                Descriptor(mediaType: attachment.mediaType, digest: document, size: size).json
            ],
            "subject": Descriptor(
                mediaType: subject.mediaType, digest: subject.digest, size: subject.size
            ).json,
            "annotations": .object(attachment.annotations.mapValues(JSONValue.string)),
        ]
        let (digest, manifestSize) = try blobs.ingest(manifest.canonicalBytes())
        try blobs.synchronize()
        let entry = Descriptor(
            mediaType: MediaType.manifest,
            digest: digest,
            size: manifestSize,
            artifactType: attachment.mediaType,
            annotations: [Annotation.subject: subject.digest.description]
        )
        index.add(entry)
    }
}
