import LoadTest
import Testing

@Suite struct ResponseParserTests {
    /// What is left of a parser that got a text in pieces, as sockets give it.
    private func parse(_ text: String, pieces size: Int = .max, ended: Bool = false)
        -> ResponseParser
    {
        var parser = ResponseParser(keepsBody: true)
        var unread: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            unread += rest.prefix(size)
            rest = rest.dropFirst(size)
            let used = unread.withUnsafeBytes { parser.consume($0) }
            unread.removeFirst(used)
        }
        if ended { _ = parser.end() }
        return parser
    }

    private static let whole = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", true),
        ("HTTP/1.1 200\r\ncontent-length:5 \r\n\r\nhello", "hello", true),
        ("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "", false),
        ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", "", true),
        ("HTTP/1.1 200 OK\r\nconnection: x, CLOSE\r\nContent-Length: 0\r\n\r\n", "", false),
        ("HTTP/1.1 204 No Content\r\n\r\n", "", true),
        (
            "HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "ok", true
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
            "hello0123456789", true
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", "ok", true),
    ]

    @Test(arguments: whole) func readsAnAnswerHoweverItArrives(
        text: String, body: String, keepsAlive: Bool
    ) {
        for size in [1, 2, 3, 7, .max] {
            let parser = parse(text, pieces: size)
            #expect(parser.phase == .complete)
            #expect(parser.body == Array(body.utf8))
            #expect(parser.keepsAlive == keepsAlive)
            #expect(parser.status == (body.isEmpty && text.contains("204") ? 204 : 200))
        }
    }

    @Test(
        arguments: [
            ("SSH-2.0-OpenSSH_9.2\r\n", .statusLine),
            ("HTTP/2.0 200 OK\r\n", .statusLine),
            ("HTTP/1.1 20 OK\r\n\r\n", .statusLine),
            ("HTTP/1.1 101 Switching Protocols\r\n\r\n", .statusLine),
            ("HTTP/1.1 200 OK\n\n", .lineEnd),
            ("HTTP/1.1 200 OK\r\nno colon\r\n", .header),
            ("HTTP/1.1 200 OK\r\n: nothing\r\n", .header),
            ("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n", .framing),
            ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n", .framing),
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n", .framing),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n", .framing),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
                .framing
            ),
            ("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", .bodySize),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", .chunk),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", .chunk),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n", .bodySize),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n", .excess),
        ] as [(String, ResponseParser.Malformation)])
    func refusesWhatIsNoAnswer(text: String, malformation: ResponseParser.Malformation) {
        for size in [1, 5, .max] {
            #expect(parse(text, pieces: size).phase == .malformed(malformation))
        }
    }

    @Test func aHeaderHasALimit() {
        let fields = String(repeating: "X: \(String(repeating: "y", count: 100))\r\n", count: 1000)
        let text = "HTTP/1.1 200 OK\r\n\(fields)\r\n"
        #expect(parse(text).phase == .malformed(.headerSize))
    }

    @Test func aBodyWithoutALengthEndsWithTheConnection() {
        let text = "HTTP/1.1 200 OK\r\n\r\nall there is"
        #expect(parse(text).phase == .untilClose)
        let parser = parse(text, ended: true)
        #expect(parser.phase == .complete)
        #expect(parser.body == Array("all there is".utf8))
        #expect(!parser.keepsAlive)
    }

    @Test func aBodyThatIsCutIsNotComplete() {
        #expect(
            parse("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", ended: true).phase == .body)
    }
}
