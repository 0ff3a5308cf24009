import FileStorage
package import Registry
import RunDocument
import Transfer

/// The index of a model and its audit log, in an artifact under the tag `mlx-index`: what versions
/// there are is written there, and all other tags are for other tools.
///
/// A registry compares nothing when a tag is set. What was read is looked at again just before, and
/// what was set just after; two writers within that moment can still overwrite each other.
extension OCIRemote {
    private static let artifactType = "application/vnd.mlx.registry.v1+json"
    private static let indexType = "application/vnd.mlx.registry.index.v1+json"
    private static let logType = "application/vnd.mlx.registry.audit.v1+jsonl"
    private static let maximumIndex = 1 << 27
    private static let maximumLog = 1 << 30

    package func index(unless known: String?) throws -> UpstreamIndex {
        guard let manifest = try manifest(tagged: Tag.index) else {
            return .missing(remnant: nil)
        }
        let revision = Digest(of: manifest.bytes).description
        guard revision != known else { return .same }
        let bytes = try layer(Self.indexType, of: manifest, limit: Self.maximumIndex)
        return .changed(bytes, revision: revision)
    }

    package func log() throws -> [UInt8] {
        guard let manifest = try manifest(tagged: Tag.index) else { return [] }
        return try layer(Self.logType, of: manifest, limit: Self.maximumLog)
    }

    private func layer(_ type: String, of manifest: RemoteManifest, limit: Int) throws -> [UInt8] {
        let layers = (try? JSONValue(parsing: manifest.bytes))?["layers"]?.arrayValue ?? []
        guard let layer = layers.first(where: { $0["mediaType"]?.stringValue == type }) else {
            throw RemoteError.misbehaved(url: manifest.source, reason: "it has no '\(type)'")
        }
        let blob = try Descriptor(layer, in: manifest.source)
        guard blob.size <= limit else {
            throw RemoteError.misbehaved(
                url: manifest.source, reason: "the index has \(blob.size) bytes")
        }
        var request = HTTPRequest("GET", try url("blobs/\(blob.digest)"))
        request.maximumAnswer = max(blob.size, 1 << 16)
        let answer = try connection.send(request, accepting: [200])
        guard answer.body.count == blob.size, Digest(of: answer.body) == blob.digest else {
            throw RemoteError.misbehaved(
                url: answer.url.shown, reason: "its digest is not the one asked for")
        }
        return answer.body
    }

    package func replace(
        _ revision: String?, with change: UpstreamChange, from store: ModelStore
    ) throws -> UpstreamOutcome {
        for manifest in change.versions.values + change.others {
            try sendManifest(manifest, from: store)
        }
        for group in change.referrers {
            _ = try send(group.manifests, of: group.subject, from: store)
        }
        for (number, manifest) in change.versions.sorted(by: { $0.key < $1.key }) {
            guard try claim(number, manifest, from: store) else { return .taken(version: number) }
        }
        guard let log = change.mended(change.log) else {
            throw RegistryError.brokenAudit(path: name)
        }
        let new = try artifact(change.index, log + change.record)
        guard try manifestDigest(Tag.index)?.description == revision else { return .outdated }
        _ = try putManifest(new, mediaType: MediaType.manifest, as: Tag.index)
        let digest = Digest(of: new)
        guard try manifestDigest(Tag.index) == digest else { return .outdated }
        return .done(
            revision: digest.description, warnings: moveTags(change, from: store))
    }

    /// Lets the tag of a version stand on it, unless it stands on something else.
    private func claim(_ number: Int, _ manifest: Descriptor, from store: ModelStore) throws -> Bool
    {
        let tag = String(number)
        if let standing = try manifestDigest(tag) { return standing == manifest.digest }
        _ = try putManifest(
            store.manifestBytes(manifest), mediaType: manifest.mediaType, as: tag)
        return try manifestDigest(tag) == manifest.digest
    }

    /// - Returns: the bytes of the manifest, whose blobs are there then.
    private func artifact(_ index: [UInt8], _ log: [UInt8]) throws -> [UInt8] {
        let empty = Array("{}".utf8)
        func blob(_ bytes: [UInt8], _ type: String, _ title: String) throws -> JSONValue {
            let blob = Descriptor(
                mediaType: type, digest: Digest(of: bytes), size: bytes.count,
                annotations: ["org.opencontainers.image.title": title])
            try put(bytes, as: blob)
            return blob.json
        }
        let configuration = Descriptor(
            mediaType: "application/vnd.oci.empty.v1+json", digest: Digest(of: empty),
            size: empty.count)
        try put(empty, as: configuration)
        let manifest: JSONValue = [
            "schemaVersion": 2,
            "mediaType": .string(MediaType.manifest),
            "artifactType": .string(Self.artifactType),
            "config": configuration.json,
            "layers": [
                try blob(index, Self.indexType, "index.json"),
                try blob(log, Self.logType, "audit.jsonl"),
            ],
        ]
        return manifest.canonicalBytes()
    }

    /// Lets other tools see what the index says.
    ///
    /// The index is what counts: what cannot be done now, the next commit does, and many registries
    /// delete no tag.
    ///
    /// - Returns: what to tell of tags that do not stand where the index says.
    private func moveTags(_ change: UpstreamChange, from store: ModelStore) -> [String] {
        var warnings: [String] = []
        for (tag, manifest) in change.tags.sorted(by: { $0.key < $1.key }) where tag != Tag.index {
            do {
                guard try manifestDigest(tag) != manifest.digest else { continue }
                let bytes = try store.manifestBytes(manifest)
                _ = try putManifest(bytes, mediaType: manifest.mediaType, as: tag)
            } catch {
                warnings.append(warning("move", tag, error))
            }
        }
        for tag in change.removedTags where tag != Tag.index {
            do {
                let request = HTTPRequest("DELETE", try url("manifests/\(tag)"))
                _ = try connection.send(request, accepting: [200, 202, 404])
            } catch {
                warnings.append(warning("remove", tag, error))
            }
        }
        return warnings
    }

    private func warning(_ verb: String, _ tag: String, _ error: any Error) -> String {
        let reason = (error as? any Failure)?.description ?? "\(error)"
        return "cannot \(verb) the tag '\(tag)' of '\(name)' for other tools: \(reason); "
            + "what counts is the index, which is written"
    }
}
