import Registry
import Transfer

/// Reads a blob over HTTP and, when the connection is lost, goes on from where it was.
struct BlobDownload {
    let session: HTTPSession
    let partial: PartialBlob

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
                let answer = try request(range, BlobSink(partial, start: start))
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

    init(_ partial: PartialBlob, start: Int) {
        self.partial = partial
        self.start = start
    }

    func begin(_ head: HTTPHead) throws {
        // A server may answer with all of it, or with another part than the one asked for.
        let isContinued =
            head.status == 206 && head.header("Content-Range")?.hasPrefix("bytes \(start)-") == true
        if !isContinued { try partial.restart() }
        guard head.status != 206 || isContinued else {
            throw RemoteError.misbehaved(
                url: "Content-Range", reason: "not the range that was asked for")
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws { try partial.take(bytes) }
}
