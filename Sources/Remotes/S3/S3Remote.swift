package import FileStorage
package import Registry
import RunDocument
import SystemPackage
package import Transfer

/// A model in a bucket, under the same keys as a layout has files.
package struct S3Remote: Remote {
    package let name: String
    package let session: HTTPSession
    let connection: S3Connection
    /// The same, for what must go through a mirror.
    let upstream: RemoteUpstream
    private let limits: S3Limits
    /// What all keys of the model begin with.
    private let root: String

    package init(
        bucket: String,
        prefix: String,
        model: ModelName,
        environment: [String: String],
        retries: RetryPolicy = RetryPolicy(),
        limits: S3Limits = S3Limits()
    ) throws {
        self.limits = limits
        root = prefix.isEmpty ? "\(model)/" : "\(prefix)/\(model)/"
        name = "s3://\(bucket)/\(root.dropLast())"
        upstream = RemoteUpstream(
            .s3(bucket: bucket, prefix: prefix), model: model, environment: environment,
            retries: retries)
        session = try HTTPSession(environment: environment, retries: retries)
        let settings = try AWSSettings(environment, remote: name)
        connection = try S3Connection(session, bucket: bucket, settings: settings)
    }

    func key(_ path: String) -> String { "\(root)\(path)" }

    private func key(_ blob: Descriptor) -> String { key("blobs/sha256/\(blob.digest.hex)") }

    package func location(of manifest: Digest) -> String {
        "\(name)/blobs/sha256/\(manifest.hex)"
    }

    package func get(_ blob: Descriptor, into partial: PartialBlob) throws {
        let download = BlobDownload(
            session: session, partial: partial, url: "\(name)/blobs/sha256/\(blob.digest.hex)")
        let answer = try download.run { headers, sink in
            try connection.send(
                "GET", key: key(blob), headers: headers, accepting: [200, 206, 404, 416],
                into: sink)
        }
        guard answer.status != 404 else {
            throw RemoteError.misbehaved(
                url: answer.url.shown, reason: "the blob is missing")
        }
    }

    package func put(_ blob: Descriptor, from source: ModelStore) throws -> Bool {
        guard try !connection.holds(key(blob), size: blob.size) else { return false }
        let file = try Files.openRegular(source.path(of: blob))
        defer { try? file.close() }
        guard blob.size <= limits.object else {
            let parts = limits.parts(of: blob.size)
            return try S3Multipart(connection: connection, key: key(blob), parts: parts).send(file)
        }
        let answer = try connection.send(
            "PUT", key: key(blob),
            headers: [("Content-Type", "application/octet-stream"), ("If-None-Match", "*")],
            body: .file(file, size: blob.size), digest: blob.digest, accepting: [200, 409, 412])
        if answer.status == 200 { return true }
        // Somebody else sent the same bytes meanwhile, or this was asked twice; or somebody is at
        // it still, and may fail.
        guard try connection.holds(key(blob), size: blob.size) else {
            throw connection.failure(answer)
        }
        return false
    }

    package func tags() throws -> [String] { try readIndex().tags }

    package func manifest(tagged tag: String) throws -> RemoteManifest? {
        try readIndex().manifest(tagged: tag).map(manifest)
    }

    package func referrers(of subject: Descriptor) throws -> [RemoteManifest] {
        try readIndex().referrers(of: subject).map(manifest)
    }

    package func manifest(_ entry: Descriptor) throws -> RemoteManifest {
        let answer = try connection.send(
            "GET", key: key(entry), accepting: [200],
            maximumAnswer: IncomingVersion.maximumManifest)
        guard answer.body.count == entry.size, Digest(of: answer.body) == entry.digest else {
            throw RemoteError.misbehaved(
                url: answer.url.shown, reason: "its digest is not that of its key")
        }
        return RemoteManifest(bytes: answer.body, source: answer.url.shown)
    }
}
