import FileStorage
import Registry
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
        let begun = try connection.send(
            "POST", key: key, query: [("uploads", "")],
            headers: [("Content-Type", "application/octet-stream")], body: .bytes([]),
            accepting: [200])
        guard let upload = Self.element("UploadId", of: begun), !upload.isEmpty else {
            throw RemoteError.misbehaved(
                url: begun.url.shown, reason: "it names no upload")
        }
        do {
            var tags: [String] = []
            for (place, range) in parts.enumerated() {
                try Task.checkCancellation()
                tags.append(try sendPart(place + 1, range, of: file, upload))
            }
            return try complete(upload, tags)
        } catch {
            // The parts would be paid for until somebody finds them. The first error counts.
            _ = try? connection.send(
                "DELETE", key: key, query: [("uploadId", upload)], accepting: [204, 404])
            throw error
        }
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

    private func complete(_ upload: String, _ tags: [String]) throws -> Bool {
        let list = tags.enumerated().map { place, tag in
            "<Part><PartNumber>\(place + 1)</PartNumber><ETag>\(tag)</ETag></Part>"
        }
        let body = Array(
            "<CompleteMultipartUpload>\(list.joined())</CompleteMultipartUpload>".utf8)
        let answer = try connection.send(
            "POST", key: key, query: [("uploadId", upload)], headers: [("If-None-Match", "*")],
            body: .bytes(body), digest: Digest(of: body), accepting: [200, 409, 412])
        guard answer.status == 200 else {
            _ = try connection.send(
                "DELETE", key: key, query: [("uploadId", upload)], accepting: [204, 404])
            return false
        }
        // The status is sent before the service knows how it ends.
        guard
            String(decoding: answer.body, as: UTF8.self).contains("<CompleteMultipartUploadResult")
        else { throw connection.failure(answer) }
        return true
    }

    private static func element(_ name: String, of answer: HTTPAnswer) -> String? {
        let text = String(decoding: answer.body, as: UTF8.self)
        guard let start = text.firstRange(of: "<\(name)>")?.upperBound,
            let end = text[start...].firstRange(of: "</\(name)>")?.lowerBound
        else { return nil }
        return String(text[start..<end])
    }
}
