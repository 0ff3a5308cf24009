import RunDocument
import Serving
import Testing

@Suite struct ConnectionTests {
    @Test func answersPipelinedRequestsInOrder() async throws {
        let versions = try await conversation { client in
            let request = "POST /v2/models/penguins/infer HTTP/1.1\r\nhost: x\r\n"
            var all = ""
            for number in 0..<200 {
                // Every third one is too large for the event loop and is answered by a thread.
                let space = String(repeating: " ", count: number % 3 == 0 ? 20_000 : 0)
                let body = #"{"id":"\#(number)",\#(space)\#(Body.one.dropFirst())"#
                all += "\(request)content-length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            let text = all
            return try withSender({ try client.send(text) }) {
                try (0..<200).map { _ in try client.response().json()["id"] }
            }
        }
        #expect(versions == (0..<200).map { .string("\($0)") })
    }

    @Test func keepsAConnectionUnlessItIsToldNotTo() async throws {
        let isEnded = try await conversation { client in
            _ = try client.get("/v2")
            let last = try client.get("/v2", headers: "connection: close\r\n")
            #expect(last.headers["connection"] == "close")
            return try client.isEnded()
        }
        #expect(isEnded)
    }

    @Test func tellsAnHTTP10ClientThatTheConnectionStays() async throws {
        let (kept, isEnded) = try await conversation { client in
            try client.send("GET /v2 HTTP/1.0\r\nconnection: keep-alive\r\n\r\n")
            let kept = try client.response()
            try client.send("GET /v2 HTTP/1.0\r\n\r\n")
            _ = try client.response()
            return (kept, try client.isEnded())
        }
        #expect(kept.headers["connection"] == "keep-alive")
        #expect(isEnded)
    }

    @Test func takesAChunkedBodyByteByByte() async throws {
        let answer = try await conversation { client in
            let head = "POST /v2/models/penguins/infer HTTP/1.1\r\nhost: x\r\n"
            let size = String(Body.one.utf8.count, radix: 16)
            let all = "\(head)transfer-encoding: chunked\r\n\r\n\(size)\r\n\(Body.one)\r\n0\r\n\r\n"
            for byte in all.utf8 { try client.send([byte]) }
            return try client.response()
        }
        #expect(answer.status == 200)
    }

    @Test func asksForABodyThatAClientHoldsBack() async throws {
        let (first, second) = try await conversation { client in
            let length = Body.one.utf8.count
            try client.send(
                "POST /v2/models/penguins/infer HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: \(length)\r\n\r\n"
            )
            let first = try client.response()
            try client.send(Body.one)
            return (first, try client.response())
        }
        #expect(first.status == 100)
        #expect(second.status == 200)
    }

    /// A client that says it is done still gets its answer.
    @Test func answersAfterTheClientEndedItsSide() async throws {
        let years = repeatElement("1", count: 20_000).joined(separator: ",")
        let (answer, isEnded) = try await conversation(regression: true) { client in
            try client.post(
                "/v2/models/penguins/infer",
                #"{"inputs":[{"name":"year","shape":[20000],"datatype":"INT64","data":[\#(years)]}]}"#
            )
            client.endSending()
            return (try client.response(), try client.isEnded())
        }
        #expect(answer.status == 200)
        #expect(isEnded)
    }

    @Test(arguments: [
        "GARBAGE\r\n\r\n", "\u{0}\u{1}\u{2}\u{3}\r\n\r\n", "GET /v2 HTTP/9.9\r\n\r\n",
        "POST /v2 HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        "POST /v2 HTTP/1.1\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
        "POST /v2 HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ])
    func refusesWhatIsNotHTTP(bytes: String) async throws {
        let (answer, isEnded) = try await conversation { client in
            try client.send(bytes)
            return (try client.response(), try client.isEnded())
        }
        #expect(answer.status == 400)
        #expect(try answer.json() == ["error": "the request is not HTTP/1.1"])
        #expect(isEnded)
    }

    @Test(arguments: [
        "", "GET /v2 HT", "POST /v2/models/penguins/infer HTTP/1.1\r\ncontent-length: 9\r\n\r\n{",
    ])
    func outlivesAClientThatLeavesInTheMiddle(part: String) async throws {
        let answer = try await withService(.fake()) { server, _ in
            try await onThread {
                for _ in 0..<20 { try HTTPClient(port: server.port).send(part) }
                return try HTTPClient(port: server.port).get("/v2/health/live")
            }
        }
        #expect(answer.status == 200)
    }

    @Test func refusesABodyThatIsAnnouncedTooLarge() async throws {
        var limits = ServiceLimits()
        limits.bodySize = 1000
        let answer = try await conversation(limits: limits) { client in
            try client.send("POST /v2 HTTP/1.1\r\nhost: x\r\ncontent-length: 1001\r\n\r\n")
            return try client.response()
        }
        #expect(answer.status == 413)
        #expect(try answer.json() == ["error": "the request's body is larger than 1000 bytes"])
    }

    /// The refusal reaches a client that goes on sending.
    @Test func refusesABodyThatBecomesTooLarge() async throws {
        var limits = ServiceLimits()
        limits.bodySize = 1000
        let answer = try await conversation(limits: limits) { client in
            try client.send("POST /v2 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
            let chunk = "400\r\n\(String(repeating: "x", count: 1024))\r\n"
            for _ in 0..<100 { try client.send(chunk) }
            return try client.response()
        }
        #expect(answer.status == 413)
    }

    @Test func refusesAHeaderThatIsTooLarge() async throws {
        let answer = try await conversation { client in
            try client.send("GET /v2 HTTP/1.1\r\nhost: x\r\nx: ")
            try client.send(String(repeating: "y", count: 70_000))
            return try client.response()
        }
        #expect(answer.status == 431)
    }

    @Test func cutsOffAClientThatDoesNotFinishItsRequest() async throws {
        var limits = ServiceLimits()
        limits.requestTime = .milliseconds(50)
        let answer = try await conversation(limits: limits) { client in
            try client.send("POST /v2 HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{")
            return try client.response()
        }
        #expect(answer.status == 408)
    }

    @Test(arguments: ["", "GET /v2 HTTP/1.1\r\nho"])
    func endsAConnectionThatStandsIdle(part: String) async throws {
        var limits = ServiceLimits()
        limits.idleTime = .milliseconds(50)
        let isEnded = try await conversation(limits: limits) { client in
            try client.send(part)
            return try client.isEnded()
        }
        #expect(isEnded)
    }

    /// A client that asks and asks and never reads is not served from an endless memory.
    @Test func endsAConnectionWhoseAnswersNobodyReads() async throws {
        var limits = ServiceLimits()
        limits.writeTime = .milliseconds(100)
        try await conversation(limits: limits) { client in
            let requests = String(
                repeating: "GET /v2/models/penguins HTTP/1.1\r\nhost: x\r\n\r\n",
                count: 1000
            )
            #expect(throws: (any Error).self) {
                for _ in 0..<2000 { try client.send(requests) }
            }
        }
    }

    @Test func answersBusyWhenTooMuchWaits() async throws {
        let gate = Gate()
        var limits = ServiceLimits()
        limits.inlineBodySize = 0
        limits.queueLength = 3
        let model = try ServedModel.fake { gate.wait() }
        let statuses = try await withService(model, limits: limits) { server, _ in
            try await onThread {
                let clients = try (0..<4).map { _ in try HTTPClient(port: server.port) }
                for client in clients[..<3] {
                    try client.post("/v2/models/penguins/infer", Body.one)
                }
                gate.awaitArrivals(1)
                while try HTTPClient(port: server.port).get("/metrics").text
                    .contains(#"route="infer"} 3"#) == false
                {}
                let refused = try clients[3].infer(Body.one)
                gate.open()
                let answered = try clients[..<3].map { try $0.response().status }
                #expect(refused.headers["retry-after"] == "1")
                return [refused.status] + answered
            }
        }
        #expect(statuses == [429, 200, 200, 200])
    }
}
