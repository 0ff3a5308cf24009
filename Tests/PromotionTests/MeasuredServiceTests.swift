import Evaluation
import Promotion
import Registry
import RunDocument
import Synchronization
import TestSupport
import Testing

/// What is decided by the numbers of a live service, and what becomes of it when there are none.
@Suite struct MeasuredServiceTests {
    /// A service that says of its metrics what a test has in store for each look at them; the last
    /// one again and again.
    private final class Script: Sendable {
        private let looks: Mutex<[String?]>
        private let isOffered = Mutex(true)

        /// - Parameter looks: nil for status 500.
        init(_ looks: [String?]) { self.looks = Mutex(looks) }

        func answer(_ exchange: ScriptedServer.Exchange) -> ScriptedServer.Next {
            if exchange.requestLine.contains("/metrics") {
                let look = looks.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? nil }
                exchange.answer(look ?? "", status: look == nil ? "500 No" : "200 OK")
            } else {
                // Once it has said that it has the candidate, it has dropped it.
                let isFirst = isOffered.withLock { first in
                    defer { first = false }
                    return first
                }
                exchange.answer(isFirst ? #"{"candidate":{"version":"2"}}"# : "{}")
            }
            return .keep
        }
    }

    /// Counters of version 2.
    private static func numbers(_ answers: Int, status: Int = 200) -> String {
        "mlx_requests_total{model=\"penguins\",version=\"2\",route=\"infer\",status=\"\(status)\"} "
            + "\(answers)\n"
    }

    /// Promotes version 2 in place of version 1, with a service that follows the script.
    private func promote(
        _ looks: [String?], damaging damaged: Int? = nil,
        _ change: @escaping @Sendable (inout PromotionRequest) -> Void
    ) async throws -> (outcome: Result<PromotionResult, any Error>, live: Int?) {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            if let damaged { _ = try registered.damage(damaged) }
            let script = Script(looks)
            return try await withServer({ script.answer($0) }) { server in
                var request = PromotionRequest(.promote("2"))
                request.deployer = FakeDeployer()
                request.url = server.url
                change(&request)
                let outcome = Result { try registered.promoter.run(request) }
                return (outcome, try registered.live)
            }
        }
    }

    private static func canary(_ metric: AnalysisMetric, count: Int) -> Analysis {
        Analysis(.canary, share: 0.5, interval: .milliseconds(5), count: count, metrics: [metric])
    }

    @Test func `a canary that is never measured fails, though fewer were wanted than are borne`()
        async throws
    {
        let (outcome, live) = try await promote([Self.numbers(0), nil]) { request in
            request.analyses = [Self.canary(AnalysisMetric("requests"), count: 3)]
        }
        #expect {
            _ = try outcome.get()
        } throws: { error in
            guard case .analysisFailed(2, let checks)? = error as? PromotionError else {
                return false
            }
            return checks.map(\.message) == ["requests could not be measured 5 times in a row"]
        }
        #expect(live == 1)
    }

    @Test func `an attempt that brings no number does not count as a measurement`() async throws {
        let looks = [Self.numbers(0), nil, Self.numbers(3), nil, Self.numbers(5)]
        let (outcome, live) = try await promote(looks) { request in
            var metric = AnalysisMetric("requests")
            metric.failureCondition = try? Condition("result < 2")
            request.analyses = [Self.canary(metric, count: 2)]
        }
        let check = try #require(try outcome.get().checks.first)
        #expect(check.status == .passed)
        let measurements = try #require(check["measurements"]?.arrayValue)
        let phases = measurements.map { $0["requests"]?["phase"]?.stringValue }
        #expect(phases == ["Error", "Successful", "Error", "Successful"])
        #expect(measurements.map { $0["requests"]?["result"]?.doubleValue } == [nil, 3, nil, 2])
        #expect(live == 2)
    }

    @Test func `a service that is not there is told at once, and as that`() async throws {
        let (outcome, live) = try await promote([]) { request in
            request.url = "http://127.0.0.1:1"
            request.analyses = [Self.canary(AnalysisMetric("requests"), count: 1)]
        }
        #expect {
            _ = try outcome.get()
        } throws: { error in
            guard case .noLiveService("http://127.0.0.1:1", let reason)? = error as? PromotionError
            else { return false }
            return !reason.contains("take up")
        }
        #expect(live == 1)
    }

    private static let watch = Watch(
        duration: .milliseconds(100), interval: .milliseconds(40),
        gates: (try? Gate(["metric": "error_rate", "upper_bound": 0.01])).map { [$0] } ?? [])

    @Test func `a service that cannot be asked when its watch ends is taken back`() async throws {
        for looks in [[nil], [Self.numbers(1), nil]] as [[String?]] {
            let (outcome, live) = try await promote(looks) { $0.watch = Self.watch }
            #expect {
                _ = try outcome.get()
            } throws: { error in
                guard case .takenBack(2, 1, let reason, nil, _)? = error as? PromotionError else {
                    return false
                }
                return reason.contains("'/metrics' has status 500")
            }
            #expect(live == 1)
        }
    }

    @Test func `a broken gate is told of also when the version before is damaged`() async throws {
        let looks = [Self.numbers(1), Self.numbers(9, status: 500)]
        let (outcome, live) = try await promote(looks, damaging: 1) { $0.watch = Self.watch }
        let error = try #require(throws: PromotionError.self) { try outcome.get() }
        guard case .notTakenBack(2, 1, let reason, let trouble, let checks) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.contains("error_rate") && trouble.contains("is damaged"))
        let check = try #require(checks.last)
        #expect(check.id == "watch" && check.status == .failed && check["metric"] == "error_rate")
        #expect(check.observed != nil && check.expected != nil)
        #expect(error.description.contains(reason) && error.description.contains(trouble))
        #expect(live == 2)
    }

    @Test
    func `what was counted before the watch began says nothing, also if the first look failed`()
        async throws
    {
        let old = Self.numbers(100, status: 500)
        let (outcome, live) = try await promote([nil, old]) { $0.watch = Self.watch }
        #expect(try outcome.get().checks.map(\.status) == [.passed])
        #expect(live == 2)
        let new = Self.numbers(101, status: 500)
        let (broken, before) = try await promote([nil, old, new]) { $0.watch = Self.watch }
        #expect(throws: PromotionError.self) { _ = try broken.get() }
        #expect(before == 1)
    }
}
