/// The media types of OCI and of the CNCF ModelPack specification.
package enum MediaType {
    package static let index = "application/vnd.oci.image.index.v1+json"
    package static let manifest = "application/vnd.oci.image.manifest.v1+json"
    static let empty = "application/vnd.oci.empty.v1+json"
    static let model = "application/vnd.cncf.model.manifest.v1+json"
    static let modelConfiguration = "application/vnd.cncf.model.config.v1+json"
    /// The Run document with which a version was registered or tested again.
    static let run = "application/vnd.mlx.run.v1+json"
}

/// The annotation keys that are read or written.
enum Annotation {
    static let tag = "org.opencontainers.image.ref.name"
    static let title = "org.opencontainers.image.title"
    static let created = "org.opencontainers.image.created"
    static let path = "org.cncf.model.filepath"
    static let fileMetadata = "org.cncf.model.file.metadata+json"
    static let run = "mlx.run.id"
    /// In the index, so that not every manifest must be read, what a referrer speaks of.
    static let subject = "mlx.subject"
    /// In the index too: the digest of the model's files, of which the manifest has the last word.
    static let modelDigest = "mlx.model.digest"
    /// What a list shows: bytes of the model's files, and `name=value` of its first metrics.
    static let modelSize = "mlx.model.size"
    static let metrics = "mlx.metrics"
    static let highestVersion = "mlx.registry.highest-version"
    static let audit = "mlx.registry.audit"
}

/// What a file of a model is for; it decides the media type of its layer.
enum FileKind: String, CaseIterable {
    case weight, configuration = "weight.config", documentation = "doc", code, dataset

    /// One file per layer, neither packed nor compressed: the layer's digest is the file's.
    var mediaType: String { "application/vnd.cncf.model.\(rawValue).v1.raw" }

    init(path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let ending = parts.count > 1 ? parts[parts.count - 1].lowercased() : ""
        self =
            switch (name, ending) {
            case ("model.json", _): .weight
            case ("MLmodel", _): .configuration
            case ("LICENSE", _), ("README", _), ("NOTICE", _): .documentation
            case (_, "json"), (_, "yaml"), (_, "yml"), (_, "toml"), (_, "ini"), (_, "cfg"):
                .configuration
            case (_, "md"), (_, "txt"), (_, "rst"), (_, "html"), (_, "pdf"), (_, "svg"):
                .documentation
            case (_, "py"), (_, "sh"), (_, "r"), (_, "js"), (_, "swift"), (_, "ipynb"): .code
            case (_, "csv"), (_, "tsv"), (_, "jsonl"), (_, "parquet"), (_, "arrow"): .dataset
            default: .weight
            }
    }
}
