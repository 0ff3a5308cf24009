import RunDocument
import Serving
import Synchronization
import Testing

@Suite struct LifeTests {
    /// The marker in the scores proves which version made an answer.
    @Test func losesNoRequestWhileVersionsAreSwitched() async throws {
        try await withService(.fake(version: "1")) { server, live in
            let answered = Counter()
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await onThread {
                            let client = try HTTPClient(port: server.port)
                            for _ in 0..<250 {
                                try Self.check(try client.infer(Body.one))
                                answered.add()
                            }
                        }
                    }
                }
                for switched in 1...10 {
                    while answered.value < switched * 180 {
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    live.replace(with: try .fake(version: "\(switched % 3 + 1)"))
                }
                try await group.waitForAll()
            }
            #expect(answered.value == 2000)
        }
    }

    private static func check(_ answer: HTTPResponse) throws {
        #expect(answer.status == 200)
        let json = try answer.json()
        let version = json["model_version"]?.stringValue.flatMap(Double.init)
        let data = json["outputs"]?.arrayValue?.last?["data"]?.arrayValue
        #expect(data?.last?.doubleValue == version.map { $0 / 1000 })
    }

    @Test func answersWhatIsInFlightWhenItEnds() async throws {
        let gate = Gate()
        var limits = ServiceLimits()
        limits.inlineBodySize = 0
        limits.drainTime = .seconds(300)
        let server = try await Server.start(
            LiveModel(.fake { gate.wait() }),
            identity: ServiceIdentity(name: "mlx-serve", version: "1"),
            host: "127.0.0.1",
            port: 0,
            limits: limits
        )
        let clients = try await onThread {
            let clients = try (0..<6).map { _ in try HTTPClient(port: server.port) }
            for client in clients[..<4] {
                try client.post("/v2/models/penguins/infer", Body.one)
            }
            // Half a request is in flight too, as soon as the service has read it.
            try clients[4].send(
                "POST /v2/models/penguins/infer HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n"
                    + "content-length: \(Body.one.utf8.count)\r\n\r\n"
            )
            #expect(try clients[4].response().status == 100)
            _ = try clients[5].get("/v2")
            gate.awaitArrivals(1)
            while try clients[5].get("/metrics").text.contains(#"route="infer"} 4"#) == false {}
            return clients
        }
        async let end: Void = server.drain()
        let statuses = try await onThread {
            // The listener is gone: nobody connects any more.
            while (try? HTTPClient(port: server.port)) != nil {}
            gate.open()
            try clients[4].send(Body.one)
            return try clients[..<5].map { client in
                let answer = try client.response()
                #expect(answer.headers["connection"] == "close")
                return answer.status
            }
        }
        #expect(statuses == [200, 200, 200, 200, 200])
        await end
    }

    @Test func endsInTimeThoughAPredictionHangs() async throws {
        let gate = Gate()
        var limits = ServiceLimits()
        limits.inlineBodySize = 0
        limits.drainTime = .milliseconds(50)
        let server = try await Server.start(
            LiveModel(.fake { gate.wait() }),
            identity: ServiceIdentity(name: "mlx-serve", version: "1"),
            host: "127.0.0.1",
            port: 0,
            limits: limits
        )
        let client = try await onThread {
            let client = try HTTPClient(port: server.port)
            try client.post("/v2/models/penguins/infer", Body.one)
            gate.awaitArrivals(1)
            return client
        }
        async let end: Void = server.drain()
        let isEnded = try await onThread { try client.isEnded() }
        gate.open()
        await end
        #expect(isEnded)
    }

    @Test func saysThatAPortIsInUse() async throws {
        try await withService(.fake()) { server, _ in
            let error = await #expect(throws: ServingError.self) {
                try await Server.start(
                    LiveModel(.fake()),
                    identity: ServiceIdentity(name: "mlx-serve", version: "1"),
                    host: "127.0.0.1",
                    port: server.port
                )
            }
            #expect(error == .addressInUse(host: "127.0.0.1", port: server.port))
            #expect(error?.exitStatus == .unavailable)
        }
    }

    @Test func doesNotTakeAModelThatCannotPredict() throws {
        struct Broken: Error, CustomStringConvertible { let description = "no more ink" }
        var predictor = FakePredictor()
        predictor.hook = { throw Broken() }
        #expect(
            throws: ServingError.warmUp(model: "penguins@3", reason: "no more ink")
        ) { try ServedModel(name: "penguins", version: "3", predictor: predictor) }
        #expect(
            throws: ServingError.warmUp(
                model: "penguins@3",
                reason: "its example: the tensor 'year' (INT64) is missing"
            )
        ) {
            try ServedModel(
                name: "penguins",
                version: "3",
                predictor: FakePredictor(),
                example: Array(#"{"inputs":[]}"#.utf8)
            )
        }
    }
}

final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
}
