package import FileStorage
package import Registry
import RunDocument
package import Transfer

/// A model in an OCI registry (OCI distribution specification 1.1): a repository of its own.
package struct OCIRemote: Remote {
    package let name: String
    package let session: HTTPSession
    let connection: OCIConnection
    /// `prefix/model`.
    let repository: String
    /// A repository of the same registry that may have the blobs already.
    let mountSource: String?
    let repositoryURL: HTTPAddress
    /// The same, for what must go through a mirror.
    let upstream: RemoteUpstream

    /// - Parameters:
    ///   - mountSource: as `repository`.
    ///   - scope: what access is asked for, where it is not the repository.
    package init(
        host: String,
        repository: String,
        model: ModelName,
        mountSource: String? = nil,
        scope: (type: String, name: String, actions: String)? = nil,
        environment: [String: String],
        retries: RetryPolicy = RetryPolicy()
    ) throws {
        let (prefix, registry) = (repository, "oci://\(host)/\(repository)")
        let repository = "\(prefix)/\(model)"
        self.repository = repository
        self.mountSource = mountSource
        let name = "\(registry)/\(model)"
        self.name = name
        upstream = RemoteUpstream(registry: registry, name: name) {
            try OCIRemote(
                host: host, repository: prefix, model: model, mountSource: mountSource,
                environment: environment, retries: retries)
        }
        session = try HTTPSession(environment: environment, retries: retries)
        let address = host == "docker.io" ? "registry-1.docker.io" : host
        let base = try RemoteURL.service(address)
        repositoryURL = try base.resolving("/v2/\(repository)/")
        let mounted = mountSource.map { [("repository", $0, "pull")] } ?? []
        let scopes = scope.map { [$0] } ?? [("repository", repository, "pull,push")] + mounted
        connection = OCIConnection(
            session,
            base: base,
            authorizer: RegistryAuthorizer(
                session, host: address, environment: environment, scopes: scopes)
        )
    }

    package func location(of manifest: Digest) -> String { "\(name)@\(manifest)" }

    package func get(_ blob: Descriptor, into partial: PartialBlob) throws {
        let url = try url("blobs/\(blob.digest)")
        let download = BlobDownload(session: session, partial: partial, url: url.shown)
        let answer = try download.run { headers, sink in
            try connection.send(
                HTTPRequest("GET", url, headers: headers), accepting: [200, 206, 404, 416],
                into: sink)
        }
        guard answer.status != 404 else {
            throw RemoteError.misbehaved(url: url.shown, reason: "the blob is missing")
        }
    }

    package func manifest(tagged tag: String) throws -> RemoteManifest? {
        try manifest(tag, digest: nil)
    }

    package func manifest(_ entry: Descriptor) throws -> RemoteManifest {
        guard let found = try manifest(entry.digest.description, digest: entry.digest) else {
            throw RemoteError.misbehaved(url: name, reason: "'\(entry.digest)' is missing")
        }
        return found
    }

    /// - Parameter digest: what the bytes must be, if it is known.
    func manifest(_ reference: String, digest: Digest?) throws -> RemoteManifest? {
        let url = try url("manifests/\(reference)")
        var request = HTTPRequest(
            "GET", url, headers: [("Accept", "\(MediaType.manifest), \(MediaType.index)")])
        request.maximumAnswer = IncomingVersion.maximumManifest
        let answer = try connection.send(request, accepting: [200, 404])
        guard answer.status == 200 else { return nil }
        let found = Digest(of: answer.body)
        let claimed = answer.head.header("Docker-Content-Digest").flatMap { Digest($0) }
        guard [digest, claimed].allSatisfy({ $0 == nil || $0 == found }) else {
            throw RemoteError.misbehaved(
                url: url.shown, reason: "its digest is '\(found)'")
        }
        return RemoteManifest(bytes: answer.body, source: url.shown)
    }

    package func tags() throws -> [String] {
        var tags: [String] = []
        var next: HTTPAddress? = try url("tags/list")
        // A registry must not send its reader from page to page for ever.
        for _ in 0..<10_000 {
            guard let url = next else { return tags }
            let answer = try connection.send(HTTPRequest("GET", url), accepting: [200, 404])
            guard answer.status == 200 else { return tags }
            guard let page = try? JSONValue(parsing: answer.body), page.objectValue != nil else {
                throw RemoteError.misbehaved(url: url.shown, reason: "it is no list of tags")
            }
            tags += (page["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
                .filter(Tag.isValid)
            next = try nextPage(answer)
        }
        throw RemoteError.misbehaved(url: name, reason: "its list of tags has no end")
    }

    /// `Link: <…>; rel="next"` (RFC 8288), which must stay with this registry.
    func nextPage(_ answer: HTTPAnswer) throws -> HTTPAddress? {
        guard let link = answer.head.header("Link"), link.contains("rel=\"next\""),
            let target = link.firstMatch(of: /<([^>]*)>/)
        else { return nil }
        let url = try answer.url.resolving(String(target.1))
        guard url.origin == connection.base.origin else {
            throw RemoteError.misbehaved(
                url: answer.url.shown, reason: "the list goes on at '\(url.origin)'")
        }
        return url
    }

    func url(_ path: String) throws(TransferError) -> HTTPAddress {
        try repositoryURL.resolving(path)
    }
}
