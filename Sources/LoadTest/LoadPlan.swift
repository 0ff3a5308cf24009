/// How a service is to be put under load.
package struct LoadPlan: Hashable, Sendable {
    /// When the next request is sent.
    package enum Loop: Hashable, Sendable {
        /// Each connection sends as soon as it has its answer: what a service bears at most.
        case closed
        /// Requests are due at a constant rate a second, whether the service keeps up or not.
        case open(rate: Double)
    }

    /// What ends the load.
    package enum Extent: Hashable, Sendable {
        case duration(Duration)
        /// That many requests, not counting those of the warm-up.
        case requests(Int)
    }

    package var loop: Loop
    /// How many connections there are at most, and how many requests are on their way at once.
    package var connections: Int
    package var extent: Extent
    /// Time before the measurement, under the same load, that is not counted.
    package var warmUp: Duration
    /// The longest time for connecting, and from sending a request to the end of its answer.
    package var timeout: Duration
    /// The process of the service, if it is on this machine, for its memory.
    package var process: Int32?

    /// - Throws: `LoadTestError.invalidPlan`.
    package init(
        loop: Loop = .closed,
        connections: Int = 16,
        extent: Extent = .duration(.seconds(10)),
        warmUp: Duration = .seconds(1),
        timeout: Duration = .seconds(10),
        process: Int32? = nil
    ) throws(LoadTestError) {
        self.loop = loop
        self.connections = connections
        self.extent = extent
        self.warmUp = warmUp
        self.timeout = timeout
        self.process = process
        if let reason = defect { throw .invalidPlan(reason: reason) }
    }

    private var defect: String? {
        if case .open(let rate) = loop, !(rate > 0 && rate <= 1e7) {
            return "a rate is more than 0 and at most 10000000 requests a second"
        }
        if !(1...65536).contains(connections) { return "there are 1 to 65536 connections" }
        switch extent {
        case .duration(let time) where time <= .zero || time > .seconds(86_400):
            return "a load lasts longer than no time, and at most a day"
        case .requests(let count) where !(1...1_000_000_000).contains(count):
            return "a load has 1 to 1000000000 requests"
        default: break
        }
        if warmUp < .zero || warmUp > .seconds(86_400) {
            return "a warm-up lasts at most a day, and no negative time"
        }
        if timeout < .milliseconds(1) || timeout > .seconds(3600) {
            return "a time-out lies between 1 ms and 1 h"
        }
        return nil
    }
}
