import FileStorage
package import Registry
import RunDocument
import Transfer

/// Listing versions and what is said of them.
extension OCIRemote {
    package func publish(
        _ parts: VersionParts, tags: [String], from source: ModelStore, _ options: CommitOptions
    ) throws -> Bool {
        if try manifestDigest(Tag.index) != nil {
            // A registry of mlx: there the index says which versions there are.
            return try upstream.publish(parts, tags: tags, from: source, options)
        }
        let digest = parts.model.manifest.digest
        let standing = try manifestDigest(String(parts.number))
        // Two pushers at the same time can both get past this: a registry compares nothing when a
        // tag is set.
        guard standing == nil || standing == digest else {
            throw RemoteError.versionTaken(parts.number, remote: name)
        }
        var isNew = try sendManifest(parts.model.manifest, from: source) != nil
        let referrers = parts.referrers.map(\.manifest)
        if try send(referrers, of: parts.model.manifest, from: source) { isNew = true }
        let bytes = try source.manifestBytes(parts.model.manifest)
        for tag in [String(parts.number)] + tags where try manifestDigest(tag) != digest {
            _ = try putManifest(bytes, mediaType: parts.model.manifest.mediaType, as: tag)
            isNew = true
        }
        return isNew
    }

    /// - Returns: nil if the registry had the manifest.
    @discardableResult
    func sendManifest(_ manifest: Descriptor, from source: ModelStore) throws -> HTTPAnswer? {
        let digest = manifest.digest.description
        guard try manifestDigest(digest) == nil else { return nil }
        let bytes = try source.manifestBytes(manifest)
        return try putManifest(bytes, mediaType: manifest.mediaType, as: digest)
    }

    /// - Returns: whether anything was new.
    func send(
        _ referrers: [Descriptor], of subject: Descriptor, from source: ModelStore
    ) throws -> Bool {
        guard !referrers.isEmpty else { return false }
        let answers = try referrers.compactMap { try sendManifest($0, from: source) }
        // A registry that lists referrers by itself says so when it gets one.
        let isListed =
            try answers.isEmpty
            ? listedByRegistry(subject)?.isEmpty == false
            : answers.allSatisfy { $0.head.header("OCI-Subject") != nil }
        if !isListed, try list(referrers, of: subject) { return true }
        return !answers.isEmpty
    }

    /// - Returns: nil if the registry has no such manifest.
    func manifestDigest(_ reference: String) throws -> Digest? {
        let url = try url("manifests/\(reference)")
        let answer = try connection.send(
            HTTPRequest("HEAD", url, headers: [("Accept", MediaType.manifest)]),
            accepting: [200, 404])
        guard answer.status == 200 else { return nil }
        if let digest = answer.head.header("Docker-Content-Digest").flatMap({ Digest($0) }) {
            return digest
        }
        return try manifest(reference, digest: nil).map { Digest(of: $0.bytes) }
    }

    /// Lists referrers under the fallback tag, as older registries do not know of them.
    ///
    /// - Returns: whether anything was new.
    private func list(_ referrers: [Descriptor], of subject: Descriptor) throws -> Bool {
        // Nothing keeps two writers of a tag apart: what the other one dropped is added again.
        for _ in 0..<10 {
            let known = try fallback(subject)
            let missing = referrers.filter { one in !known.contains { $0.digest == one.digest } }
            guard !missing.isEmpty else { return false }
            let index: JSONValue = [
                "schemaVersion": 2,
                "mediaType": .string(MediaType.index),
                "manifests": .array((known + missing).map(\.json)),
            ]
            _ = try putManifest(
                index.canonicalBytes(), mediaType: MediaType.index, as: Self.fallbackTag(subject))
            let listed = Set(try fallback(subject).map(\.digest))
            if missing.allSatisfy({ listed.contains($0.digest) }) { return true }
        }
        throw RemoteError.contended(url: "\(name):\(Self.fallbackTag(subject))")
    }

    package func referrers(of subject: Descriptor) throws -> [RemoteManifest] {
        var listed = try listedByRegistry(subject) ?? []
        // Listed by a writer, before the registry could do that.
        let known = Set(listed.map(\.digest))
        listed += try fallback(subject).filter { !known.contains($0.digest) }
        return try listed.compactMap { entry in
            // An image's index can refer to something too, but says nothing of a model.
            guard entry.mediaType == MediaType.manifest else { return nil }
            return try manifest(entry)
        }
    }

    private static func fallbackTag(_ subject: Descriptor) -> String {
        "sha256-\(subject.digest.hex)"
    }

    /// - Returns: nil if the registry has no such list.
    private func listedByRegistry(_ subject: Descriptor) throws -> [Descriptor]? {
        var found: [Descriptor] = []
        var next: HTTPAddress? = try url("referrers/\(subject.digest)")
        for _ in 0..<1000 {
            guard let url = next else { return found }
            let request = HTTPRequest("GET", url, headers: [("Accept", MediaType.index)])
            let answer = try connection.send(request, accepting: [200, 404])
            guard answer.status == 200, let page = try? JSONValue(parsing: answer.body),
                let manifests = page["manifests"]?.arrayValue
            else {
                // Half of a list would leave out signatures.
                guard found.isEmpty else {
                    throw RemoteError.misbehaved(url: url.shown, reason: "the list breaks off")
                }
                return nil
            }
            for entry in manifests { found.append(try Descriptor(entry, in: url.shown)) }
            next = try nextPage(answer)
        }
        throw RemoteError.misbehaved(url: name, reason: "its list of referrers has no end")
    }

    private func fallback(_ subject: Descriptor) throws -> [Descriptor] {
        guard let index = try manifest(Self.fallbackTag(subject), digest: nil) else { return [] }
        guard let value = try? JSONValue(parsing: index.bytes),
            let manifests = value["manifests"]?.arrayValue
        else { throw RemoteError.misbehaved(url: index.source, reason: "it is no index") }
        return try manifests.map { try Descriptor($0, in: index.source) }
    }
}
