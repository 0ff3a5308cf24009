import FileStorage
import RunDocument

/// A manifest of the ModelPack specification: one layer per file of the model, raw.
struct ModelManifest: Hashable, Sendable {
    let configuration: Descriptor
    let layers: [Descriptor]
    let annotations: [String: String]

    init(_ value: JSONValue, in source: String) throws(RegistryError) {
        // OCI leaves it to the descriptor to say what a manifest is.
        guard (value["mediaType"] ?? .string(MediaType.manifest)) == .string(MediaType.manifest),
            let layers = value["layers"]?.arrayValue
        else { throw .damaged(path: source, reason: "it is not an OCI image manifest") }
        configuration = try Descriptor(value["config"], in: source)
        var read: [Descriptor] = []
        for layer in layers { read.append(try Descriptor(layer, in: source)) }
        self.layers = read
        annotations = try Descriptor.annotations(value["annotations"], source)
        try ModelFiles.check(files.map(\.path))
    }

    /// The model's files as its layers name them.
    var files: [TreeDigest.File] {
        layers.map { layer in
            let path = layer.annotations[Annotation.path] ?? layer.annotations[Annotation.title]
            return TreeDigest.File(path: path ?? "", digest: layer.digest, size: layer.size)
        }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// The identity of the model, whatever else the manifest says.
    var modelDigest: Digest { TreeDigest.of(files) }
}

/// Writes the documents of a version: the same run and files give the same bytes.
struct ManifestWriter {
    let model: ModelName
    let run: Run

    /// The configuration of a model, by the ModelPack specification.
    func configuration(version: Int, files: [TreeDigest.File]) -> JSONValue {
        var descriptor: JSONObject = [
            "createdAt": .string(run.metadata.createdAt),
            "name": .string(model.description),
            "version": .string(String(version)),
        ]
        let revision = run.metadata.ci["commit"]?.stringValue ?? run.inputs.code?.digest
        descriptor["revision"] = revision.map(JSONValue.string)
        var configuration: JSONObject = [:]
        configuration["format"] = run.model.map { .string($0.format) }
        return [
            "descriptor": .object(descriptor),
            "config": .object(configuration),
            "modelfs": [
                "type": "layers",
                "diffIds": .array(files.map { .string($0.digest.description) }),
            ],
        ]
    }

    func manifest(configuration: Descriptor, files: [TreeDigest.File]) -> JSONValue {
        [
            "schemaVersion": 2,
            "mediaType": .string(MediaType.manifest),
            "artifactType": .string(MediaType.model),
            "config": configuration.json,
            "layers": .array(files.map { layer($0).json }),
            "annotations": [
                Annotation.created: .string(run.metadata.createdAt),
                Annotation.title: .string(model.description),
                Annotation.run: .string(run.metadata.id),
            ],
        ]
    }

    private func layer(_ file: TreeDigest.File) -> Descriptor {
        // Owner, mode and time of the files here would make the bytes depend on the machine.
        let metadata: JSONValue = [
            "name": .string(file.path), "mode": 0o644, "uid": 0, "gid": 0,
            "size": .integer(Int64(file.size)), "mtime": .string(run.metadata.createdAt),
            "typeflag": 48,
        ]
        return Descriptor(
            mediaType: FileKind(path: file.path).mediaType,
            digest: file.digest,
            size: file.size,
            annotations: [
                Annotation.path: file.path,
                Annotation.title: file.path,
                Annotation.fileMetadata: metadata.canonicalText(),
            ]
        )
    }
}
