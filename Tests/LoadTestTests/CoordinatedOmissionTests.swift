import Glibc
import LoadTest
import Synchronization
import TestSupport
import Testing

/// A service that stands still once shows that at a constant rate, and hides it from a closed loop.
@Suite(.serialized) struct CoordinatedOmissionTests {
    private static let stall: Int64 = 400_000_000
    private static let slow: Int64 = 100_000_000

    /// A server that answers one request at a time, and takes its time over one of them.
    private func load(_ plan: LoadPlan, stallingAt number: Int) async throws -> LoadResult {
        let turn = Mutex(())
        return try await withServer { exchange in
            turn.withLock { _ in
                if exchange.number == number { usleep(UInt32(Self.stall / 1000)) }
                exchange.answer()
            }
            return .keep
        } _: { server in
            try HTTPLoad(RequestMessages(getting: ServiceURL(server.url)), plan).run()
        }
    }

    /// At 500 requests a second, 150 are due in the first 300 ms of the stall, and wait for 100 ms
    /// at least: 15 % of the 1000 requests.
    @Test func aConstantRateShowsTheStall() async throws {
        let plan = try LoadPlan(
            loop: .open(rate: 500), connections: 8, extent: .duration(.seconds(2)), warmUp: .zero)
        let result = try await load(plan, stallingAt: 300)
        #expect(result.requests + result.unsent == 1000)
        #expect(result.answers == 1000)
        #expect(result.latencies.maximum >= Self.stall * 95 / 100)
        #expect(result.latencies.value(atPercentile: 99) >= Self.stall * 80 / 100)
        #expect(result.latencies.value(atPercentile: 86) >= Self.slow)
        // All that were due in the stall but the 8 that held the connections were sent late.
        #expect(result.late >= 180)
    }

    /// Each of the 8 connections meets the stall once at most: 8 of 2000 requests.
    @Test func aClosedLoopHidesIt() async throws {
        let plan = try LoadPlan(connections: 8, extent: .requests(2000), warmUp: .zero)
        let result = try await load(plan, stallingAt: 300)
        #expect(result.answers == 2000)
        #expect(result.latencies.maximum >= Self.stall * 95 / 100)
        #expect(result.latencies.value(atPercentile: 98) < Self.slow)
        #expect(result.late == 0)
    }
}
