import Glibc
import LoadTest
import RunDocument
import TestSupport
import Testing

func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }

/// Services that do not do what they should, from the second request on.
@Suite struct FaultTests {
    private func load(
        _ count: Int = 10,
        connections: Int = 1,
        timeout: Duration = .seconds(60),
        _ handler: @escaping @Sendable (ScriptedServer.Exchange) -> ScriptedServer.Next
    ) async throws -> LoadResult {
        try await withServer { exchange in
            if exchange.number == 1 {
                exchange.answer()
                return .keep
            }
            return handler(exchange)
        } _: { server in
            let plan = try LoadPlan(
                connections: connections, extent: .requests(count), warmUp: .zero,
                timeout: timeout)
            return try HTTPLoad(RequestMessages(getting: ServiceURL(server.url)), plan).run()
        }
    }

    @Test func statusesAreCountedApart() async throws {
        let result = try await load(12) { exchange in
            switch exchange.number % 4 {
            case 0: exchange.answer(status: "503 Service Unavailable")
            case 1: exchange.answer(status: "429 Too Many Requests")
            default: exchange.answer()
            }
            return .keep
        }
        #expect(result.refusals == [503: 3, 429: 3])
        #expect(result.answers == 6)
        #expect(result.latencies.count == 6)
        #expect(result.errorRate == 0.5)
    }

    @Test func aConnectionThatEndsEarlyIsAnError() async throws {
        let result = try await load { exchange in
            if exchange.number % 2 == 0 { return .close }
            exchange.answer()
            return .keep
        }
        #expect(result.failures.closed == 5)
        #expect(result.answers == 5)
        #expect(result.failures.total == 5)
    }

    @Test func halfAnAnswerIsAnError() async throws {
        let result = try await load { exchange in
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            return .close
        }
        #expect(result.failures.closed == 10)
        #expect(result.answers == 0)
        #expect(result.errorRate == 1)
        #expect(result.metrics["latency_p99_ms"] == .some(nil))
    }

    @Test func garbageIsAnError() async throws {
        let result = try await load { exchange in
            exchange.send("what?\r\n\r\n")
            return .keep
        }
        #expect(result.failures.malformed == 10)
    }

    @Test func anAnswerTooManyIsAnError() async throws {
        let result = try await load { exchange in
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            exchange.send(answer + answer)
            return .keep
        }
        #expect(result.failures.malformed == 10)
    }

    @Test func aServiceThatClosesAfterEachAnswerIsNotAtFault() async throws {
        let result = try await load(20, connections: 3) { exchange in
            exchange.answer("ok", fields: "Connection: close\r\n")
            return .close
        }
        #expect(result.answers == 20)
        #expect(result.errorCount == 0)
    }

    @Test func chunksAndBodiesWithoutALengthAreUnderstood() async throws {
        let result = try await load(20) { exchange in
            guard exchange.number % 2 == 0 else {
                exchange.send("HTTP/1.1 200 OK\r\n\r\nuntil the end")
                return .close
            }
            exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
            pause(milliseconds: 2)
            exchange.send("lo\r\n0\r\n\r")
            pause(milliseconds: 2)
            exchange.send("\n")
            return .keep
        }
        #expect(result.answers == 20)
        #expect(result.errorCount == 0)
    }

    /// The wait for an answer that did not come counts, so that percentiles do not gain by it.
    @Test func anAnswerThatNeverComesIsATimeout() async throws {
        let result = try await load(6, connections: 2, timeout: .seconds(2)) { exchange in
            if exchange.number % 2 == 0 { exchange.answer() }
            return .keep
        }
        #expect(result.requests == 6)
        #expect(result.failures.timeouts + result.answers == 6)
        #expect(result.failures.timeouts >= 2)
        #expect(result.latencies.count == 6)
        #expect(result.latencies.maximum >= 2_000_000_000)
    }

    @Test func largeRequestsAndAnswersGoInParts() async throws {
        let body = [UInt8](repeating: 0x20, count: 8 << 20)
        let result = try await withServer { exchange in
            // Until now, more than the system's buffers hold has had to wait.
            pause(milliseconds: 20)
            exchange.answer(exchange.body)
            return .keep
        } _: { server in
            let messages = try RequestMessages(
                posting: [body], to: ServiceURL(server.url), rowsPerRequest: 1)
            let plan = try LoadPlan(connections: 2, extent: .requests(6), warmUp: .zero)
            return try HTTPLoad(messages, plan).run()
        }
        #expect(result.answers == 6)
        #expect(result.bytesReceived > 6 * body.count)
        #expect(result.bytesSent > 6 * body.count)
    }

    @Test func aServiceThatDiesEndsALoadOfManyRequests() async throws {
        let result = try await withServer { exchange in
            exchange.answer()
            return exchange.number > 50 ? .close : .keep
        } _: { server in
            let messages = RequestMessages(getting: try ServiceURL(server.url))
            let plan = try LoadPlan(
                connections: 2, extent: .requests(1_000_000), warmUp: .zero,
                timeout: .seconds(5))
            return try HTTPLoad(messages, plan).run {
                // From the thread that measures: the server ends in the middle of it.
                if server.requestCount > 50 { server.stop() }
                return false
            }
        }
        #expect(result.answers >= 50)
        #expect(result.requests + result.unsent == 1_000_000)
        #expect(result.failures.connecting > 0)
    }

    // MARK: The first request

    @Test func nobodyListens() async throws {
        let server = try ScriptedServer { _ in .close }
        server.stop()
        let url = try ServiceURL(server.url)
        #expect {
            _ = try HTTPLoad(RequestMessages(getting: url), LoadPlan()).run()
        } throws: { error in
            guard let failure = error as? LoadTestError else { return false }
            return failure.exitStatus == .unavailable
                && failure.description
                    == "cannot connect to '\(url.text)': connection refused"
        }
    }

    @Test func theHostIsUnknown() throws {
        let url = try ServiceURL("http://no-such-host.invalid/")
        #expect {
            _ = try HTTPLoad(RequestMessages(getting: url), LoadPlan()).run()
        } throws: { error in
            guard case .unknownHost("no-such-host.invalid", _)? = error as? LoadTestError else {
                return false
            }
            return (error as? LoadTestError)?.exitStatus == .unavailable
        }
    }

    @Test(arguments: [
        (
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 23\r\n\r\n{\"error\":\"'x' is gone\"}",
            "answers with status 400: 'x' is gone"
        ),
        (
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 12\r\n\r\n<b>\n oh\n</b>",
            "answers with status 502: <b> oh </b>"
        ),
        (
            "220 mail.example.org ESMTP\r\n",
            "the answer of 'URL' is broken: it does not begin with a status line of HTTP/1.1"
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\nhalf",
            "the answer of 'URL' is broken: the connection ends before it does"
        ),
    ])
    func theFirstAnswerIsAnError(answer: String, message: String) async throws {
        let error = try await withServer { exchange in
            exchange.send(answer)
            return .close
        } _: { server in
            #expect(throws: LoadTestError.self) {
                let messages = RequestMessages(getting: try ServiceURL(server.url))
                _ = try HTTPLoad(messages, LoadPlan()).run()
            }
            .map { $0.description.replacing("\(server.url)/", with: "URL") }
        }
        #expect(error?.contains(message) == true, "\(error ?? "")")
    }

    @Test func theFirstAnswerNeverComes() async throws {
        let error = try await withServer { _ in
            .keep
        } _: { server in
            #expect(throws: LoadTestError.self) {
                let messages = RequestMessages(getting: try ServiceURL(server.url))
                let plan = try LoadPlan(timeout: .milliseconds(250))
                _ = try HTTPLoad(messages, plan).run()
            }
        }
        guard case .noAnswer(_, 0.25)? = error else {
            Issue.record("\(error?.description ?? "no error")")
            return
        }
    }
}
