import LoadTest
import TestSupport
import Testing

@Suite struct HTTPLoadTests {
    @Test(arguments: [1, 3, 20]) func sendsExactlyTheRequestsThatAreAskedFor(connections: Int)
        async throws
    {
        let (result, seen) = try await withServer { exchange in
            exchange.answer("0123456789")
            return .keep
        } _: { server in
            let plan = try LoadPlan(
                connections: connections, extent: .requests(500), warmUp: .zero)
            let messages = RequestMessages(getting: try ServiceURL(server.url))
            return (try HTTPLoad(messages, plan).run(), server.requestCount)
        }
        #expect(result.requests == 500)
        #expect(result.answers == 500)
        #expect(result.latencies.count == 500)
        #expect(result.errorCount == 0)
        // With the one that shows whether the service understands.
        #expect(seen == 501)
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"
        #expect(result.bytesReceived == 500 * answer.utf8.count)
    }

    @Test(arguments: [1, 5]) func endsAfterItsTime(connections: Int) async throws {
        let result = try await withServer { exchange in
            exchange.answer()
            return .keep
        } _: { server in
            let plan = try LoadPlan(
                connections: connections, extent: .duration(.milliseconds(300)),
                warmUp: .milliseconds(50))
            return try HTTPLoad(RequestMessages(getting: ServiceURL(server.url)), plan).run()
        }
        #expect(result.kind == .closed)
        #expect(result.duration == 0.3)
        #expect(result.answers > 0)
        #expect(result.answers == result.requests)
        #expect(result.errorCount == 0)
        // What ended in time, by the time: up to the requests that were on their way at both ends.
        let rate = try #require(result.throughput)
        #expect(abs(rate * 0.3 - Double(result.answers)) <= Double(connections) + 0.5)
    }

    @Test func goesThroughTheBodiesInTurn() async throws {
        let bodies = (0..<5).map { "{\"row\":\($0)}" }
        let seen = try await withServer { exchange in
            exchange.answer(exchange.body)
            return .keep
        } _: { server in
            let messages = try RequestMessages(
                posting: bodies.map { Array($0.utf8) }, to: ServiceURL(server.url),
                rowsPerRequest: 1)
            let plan = try LoadPlan(connections: 1, extent: .requests(50), warmUp: .zero)
            return try HTTPLoad(messages, plan).run().bytesReceived
        }
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
        #expect(seen == 50 * (head.utf8.count + 9))
    }

    @Test func aRateIsKept() async throws {
        let result = try await withServer { exchange in
            exchange.answer()
            return .keep
        } _: { server in
            let plan = try LoadPlan(
                loop: .open(rate: 200), connections: 4, extent: .requests(100),
                warmUp: .milliseconds(100))
            return try HTTPLoad(RequestMessages(getting: ServiceURL(server.url)), plan).run()
        }
        #expect(result.requests == 100)
        #expect(result.answers == 100)
        #expect(result.duration == 0.5)
        #expect(result.kind == .open(rate: 200))
    }

    /// One connection, and 50 ms for each answer: 10 of the 1000 that are due are answered until
    /// the end, and 20 in the second that what is left may still take.
    @Test func whatCannotBeSentIsCounted() async throws {
        let result = try await withServer { exchange in
            if exchange.number > 1 { pause(milliseconds: 50) }
            exchange.answer()
            return .keep
        } _: { server in
            let plan = try LoadPlan(
                loop: .open(rate: 2000), connections: 1, extent: .duration(.milliseconds(500)),
                warmUp: .zero)
            return try HTTPLoad(RequestMessages(getting: ServiceURL(server.url)), plan).run()
        }
        #expect(result.requests + result.unsent == 1000)
        #expect((1...31).contains(result.requests))
        #expect(result.answers == result.requests)
        #expect((result.errorRate ?? 0) >= 0.969)
        // Only the first was sent in time.
        #expect(result.late >= result.requests - 1)
    }

    @Test func theWarmUpIsNotCounted() async throws {
        let (result, seen) = try await withServer { exchange in
            // Slow at first, as a service that has just started.
            if exchange.number < 5 { pause(milliseconds: 100) }
            exchange.answer()
            return .keep
        } _: { server in
            let plan = try LoadPlan(
                connections: 1, extent: .requests(20), warmUp: .milliseconds(500))
            let messages = RequestMessages(getting: try ServiceURL(server.url))
            return (try HTTPLoad(messages, plan).run(), server.requestCount)
        }
        #expect(result.requests == 20)
        // Besides the first, which finds the service, those of the warm-up.
        #expect(seen > 21)
        #expect(result.warmUp == 0.5)
        #expect(Set(result.metrics.keys) == LoadResult.metricNames)
    }

    @Test func endsWhenItIsCancelled() async throws {
        let result = try await withServer { exchange in
            exchange.answer()
            return .keep
        } _: { server in
            let plan = try LoadPlan(
                connections: 2, extent: .duration(.seconds(3600)), warmUp: .zero)
            let messages = RequestMessages(getting: try ServiceURL(server.url))
            return try HTTPLoad(messages, plan).run { server.requestCount > 100 }
        }
        #expect(result.duration < 600)
        #expect(result.answers > 0)
        #expect(result.unsent == 0)
    }

    @Test func anAddressOfTheNextVersionIsUnderstood() throws {
        // Nobody listens there, but the address is one.
        #expect {
            let plan = try LoadPlan(extent: .requests(1))
            _ = try HTTPLoad(RequestMessages(getting: ServiceURL("http://[::1]:9/")), plan).run()
        } throws: { error in
            guard case .unreachable(url: "http://[::1]:9/", _)? = error as? LoadTestError else {
                return false
            }
            return true
        }
    }
}
