import Registry
import Transfer

/// Reads a blob over HTTP and, when the connection is lost, goes on from where it was.
struct BlobDownload {
    let session: HTTPSession
    let partial: PartialBlob
    /// The address of the blob, for errors.
    let url: String

    /// - Parameter request: sends a request with these headers into this sink.
    func run(
        _ request: (_ headers: [(name: String, value: String)], any HTTPSink) throws -> HTTPAnswer
    ) throws -> HTTPAnswer {
        var waited = Duration.zero
        var attempt = 1
        while true {
            let start = partial.count
            do {
                let range = start > 0 ? [("Range", "bytes=\(start)-")] : []
                let answer = try request(range, BlobSink(partial, start: start, url))
                guard answer.status == 416, start > 0 else { return answer }
                // The server has less than what lies here.
                try partial.restart()
            } catch let error as TransferError where error.isPassing {
                if partial.count > start { attempt = 1 }
                let pause = session.retries.pause(after: attempt, asked: nil, waited: waited)
                guard let pause else { throw error }
                try session.retries.wait(pause)
                waited += pause
                attempt += 1
            }
        }
    }
}

/// Lets the bytes of one answer follow those that are there.
private final class BlobSink: HTTPSink {
    private let partial: PartialBlob
    private let start: Int
    private let url: String

    init(_ partial: PartialBlob, start: Int, _ url: String) {
        self.partial = partial
        self.start = start
        self.url = url
    }

    func begin(_ head: HTTPHead) throws {
        // A server may answer with all of it.
        guard head.status == 206 else { return try partial.restart() }
        guard head.header("Content-Range")?.hasPrefix("bytes \(start)-") == true else {
            throw RemoteError.misbehaved(
                url: url, reason: "it sends another part than the one that was asked for")
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws { try partial.take(bytes) }
}
