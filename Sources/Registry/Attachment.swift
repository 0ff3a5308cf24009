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
    /// The configuration of a manifest that needs none, by the OCI specification.
    private static let emptyConfiguration = Array("{}".utf8)

    /// Stores a document and the manifest that ties it to its subject; both are on the disk then.
    func attach(_ attachment: Attachment, to subject: Descriptor, in index: inout Index) throws {
        let document = try blobs.ingest(attachment.bytes, as: attachment.mediaType)
        try refer(to: subject, from: document, attachment.annotations, in: &index)
        try blobs.synchronize()
    }

    /// Stores the manifest that ties a document, which is a blob already, to its subject.
    ///
    /// Its name is on the disk only after `BlobStore.synchronize`.
    func refer(
        to subject: Descriptor,
        from document: Descriptor,
        _ annotations: [String: String],
        in index: inout Index
    ) throws {
        let configuration = try blobs.ingest(Self.emptyConfiguration, as: MediaType.empty)
        let manifest: JSONValue = [
            "schemaVersion": 2,
            "mediaType": .string(MediaType.manifest),
            "artifactType": .string(document.mediaType),
            "config": configuration.json,
            "layers": [document.json],
            "subject": Descriptor(
                mediaType: subject.mediaType, digest: subject.digest, size: subject.size
            ).json,
            "annotations": .object(annotations.mapValues(JSONValue.string)),
        ]
        var entry = try blobs.ingest(manifest.canonicalBytes(), as: MediaType.manifest)
        entry.artifactType = document.mediaType
        entry.annotations[Annotation.subject] = subject.digest.description
        index.add(entry)
    }
}
