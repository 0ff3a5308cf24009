import FileStorage
package import Registry
import SystemPackage
import Transfer

/// Sending blobs and manifests.
extension OCIRemote {
    package func put(_ blob: Descriptor, from source: ModelStore) throws -> Bool {
        if try holds(blob) { return false }
        let path = source.path(of: blob)
        let file = try Files.openRegular(path)
        defer { try? file.close() }
        var attempt = 1
        while true {
            do {
                guard let location = try begin(blob) else { return false }
                try upload(blob, .file(file, size: blob.size), to: location)
                return true
            } catch let error where isPassing(error) {
                // An upload that broke off is begun again: what came of it is the registry's.
                guard
                    let pause = self.session.retries.pause(
                        after: attempt, asked: nil, waited: .zero)
                else { throw error }
                try self.session.retries.wait(pause)
                attempt += 1
            }
        }
    }

    private func isPassing(_ error: any Error) -> Bool {
        switch error {
        case let error as TransferError: error.isPassing
        // The registry is not itself just now, or forgot the upload.
        case RemoteError.busy: true
        case RemoteError.refused(_, 404, _), RemoteError.refused(_, 416, _): true
        default: false
        }
    }

    private func holds(_ blob: Descriptor) throws -> Bool {
        let request = HTTPRequest("HEAD", try url("blobs/\(blob.digest)"))
        let answer = try connection.send(request, accepting: [200, 404])
        guard answer.status == 200 else { return false }
        guard let length = answer.head.header("Content-Length") else { return true }
        guard Int(length) == blob.size else {
            throw RemoteError.misbehaved(
                url: answer.url.shown, reason: "the blob there has \(length) bytes")
        }
        return true
    }

    /// Asks to take the blob from another repository, or where to send it.
    ///
    /// - Returns: nil if there is nothing left to send.
    private func begin(_ blob: Descriptor) throws -> HTTPAddress? {
        var url = try url("blobs/uploads/")
        if let mountSource {
            url = try url.adding("mount", PercentEncoding.component(blob.digest.description))
                .adding("from", PercentEncoding.component(mountSource))
        }
        let answer = try connection.send(
            HTTPRequest("POST", url, body: .bytes([])), accepting: [201, 202])
        if answer.status == 201 { return nil }
        guard let location = answer.head.header("Location") else {
            throw RemoteError.misbehaved(url: url.shown, reason: "it has no Location")
        }
        let target = try answer.url.resolving(location)
        guard target.isEncrypted || !connection.base.isEncrypted && target.isLoopback else {
            throw RemoteError.unencrypted(target.shown)
        }
        return target
    }

    /// Sends a small blob that was made here.
    func put(_ bytes: [UInt8], as blob: Descriptor) throws {
        guard try !holds(blob), let location = try begin(blob) else { return }
        try upload(blob, .bytes(bytes), to: location)
    }

    private func upload(_ blob: Descriptor, _ body: HTTPRequest.Body, to location: HTTPAddress)
        throws
    {
        let digest = PercentEncoding.component(blob.digest.description)
        var request = HTTPRequest(
            "PUT", try location.adding("digest", digest),
            headers: [("Content-Type", "application/octet-stream")],
            body: body)
        request.isRepeatable = false
        _ = try connection.send(request, accepting: [201])
    }

    /// Sends a manifest under its digest or a tag, with the bytes and the type that it has.
    func putManifest(_ bytes: [UInt8], mediaType: String, as reference: String) throws -> HTTPAnswer
    {
        try connection.send(
            HTTPRequest(
                "PUT", try url("manifests/\(reference)"),
                headers: [("Content-Type", mediaType)], body: .bytes(bytes)),
            accepting: [201])
    }
}
