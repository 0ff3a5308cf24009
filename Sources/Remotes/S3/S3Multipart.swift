import FileStorage
import Registry
import RunDocument
import SystemPackage
import Transfer

/// How much one request may carry.
package struct S3Limits: Sendable {
    /// A larger object goes in parts; 5 GiB is what the service takes at once.
    package var object = 5 << 30
    /// Bytes of a part; all but the last must have at least 5 MiB.
    package var part = 1 << 26

    /// What the service takes of one object.
    private static let maximumParts = 10_000

    package init() {}

    /// The parts of an object, of which there must not be too many.
    package func parts(of size: Int) -> [Range<Int>] {
        let count = max(part, (size + Self.maximumParts - 1) / Self.maximumParts)
        return stride(from: 0, to: size, by: count).map { $0..<min(size, $0 + count) }
    }
}

/// Sends an object in parts: nothing of it can be seen before the last step.
struct S3Multipart {
    let connection: S3Connection
    let key: String
    let parts: [Range<Int>]

    /// - Returns: false if the object came from somebody else meanwhile.
    func send(_ file: FileDescriptor) throws -> Bool {
        let upload = try begin()
        do {
            var tags: [String] = []
            for (place, range) in parts.enumerated() {
                try Task.checkCancellation()
                tags.append(try sendPart(place + 1, range, of: file, upload))
            }
            return try complete(upload, tags)
        } catch {
            // The parts would be paid for until somebody finds them. The first error counts.
            try? abort(upload)
            throw error
        }
    }

    /// Begins an upload.
    ///
    /// Asking again would begin another one, and nothing tells ours from those of other writers; nor
    /// could one be ended whose name was not waited for.
    ///
    /// - Returns: its name.
    private func begin() throws -> String {
        let answer: HTTPAnswer
        do {
            answer = try connection.send(
                "POST", key: key, query: [("uploads", "")],
                headers: [("Content-Type", "application/octet-stream")], body: .bytes([]),
                accepting: [200], isRepeatable: false, endsWithTask: false)
        } catch let error as any Failure where Self.isUncertain(error) {
            throw RemoteError.uncertainUpload(key: key, reason: error.description)
        }
        guard let upload = S3Document(answer).text(of: "UploadId"), !upload.isEmpty else {
            throw RemoteError.misbehaved(url: answer.url.shown, reason: "it names no upload")
        }
        return upload
    }

    /// Whether what was asked for may have been done, though no answer says so.
    private static func isUncertain(_ error: any Failure) -> Bool {
        switch error {
        case TransferError.interrupted, TransferError.timedOut: true
        // These say that nothing was done.
        case RemoteError.busy(_, let status): ![409, 429, 503].contains(status)
        default: false
        }
    }

    private func abort(_ upload: String) throws {
        _ = try connection.send(
            "DELETE", key: key, query: [("uploadId", upload)], accepting: [204, 404],
            endsWithTask: false)
    }

    private func sendPart(
        _ number: Int, _ range: Range<Int>, of file: FileDescriptor, _ upload: String
    ) throws -> String {
        let digest = try Digest.of(file, range)
        let answer = try connection.send(
            "PUT", key: key, query: [("partNumber", "\(number)"), ("uploadId", upload)],
            body: .part(file, range), digest: digest, accepting: [200])
        guard let tag = answer.head.header("ETag"), tag.utf8.count <= 256,
            !tag.contains(where: { "<&".contains($0) })
        else {
            throw RemoteError.misbehaved(
                url: answer.url.shown, reason: "the part got no ETag")
        }
        return tag
    }

    /// Puts the parts together.
    ///
    /// When the answer is lost, or says that the upload is gone as it does when this is asked again,
    /// the object itself tells how it ended: its key is its digest.
    private func complete(_ upload: String, _ tags: [String]) throws -> Bool {
        let list = tags.enumerated().map { place, tag in
            "<Part><PartNumber>\(place + 1)</PartNumber><ETag>\(tag)</ETag></Part>"
        }
        let body = Array(
            "<CompleteMultipartUpload>\(list.joined())</CompleteMultipartUpload>".utf8)
        let answer: HTTPAnswer
        do {
            answer = try connection.send(
                "POST", key: key, query: [("uploadId", upload)], headers: [("If-None-Match", "*")],
                body: .bytes(body), digest: Digest(of: body), accepting: [200, 404, 409, 412])
        } catch let error as any Failure {
            guard try isThere(after: error) else { throw error }
            try? abort(upload)
            return true
        }
        // The status is sent before the service knows how it ends.
        if answer.status == 200, S3Document(answer).has("CompleteMultipartUploadResult") {
            return true
        }
        let failure = connection.failure(answer)
        guard try isThere(after: failure) else { throw failure }
        // It may be somebody else's all the same, and ours lie there in parts.
        try? abort(upload)
        return ![409, 412].contains(answer.status)
    }

    /// Whether the object is there after all.
    ///
    /// - Throws: the error before, if that cannot be told.
    private func isThere(after error: any Failure) throws -> Bool {
        do {
            return try connection.holds(key, size: parts.last?.upperBound ?? 0)
        } catch let other as any Failure {
            if case RemoteError.misbehaved = other { throw other }
            throw error
        }
    }
}
