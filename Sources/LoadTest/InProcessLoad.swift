/// Times calls in this process, one after the other.
package struct InProcessLoad: Sendable {
    private let extent: LoadPlan.Extent
    private let warmUp: Duration
    private let rowsPerCall: Int

    /// - Throws: `LoadTestError.invalidPlan`.
    package init(
        extent: LoadPlan.Extent, warmUp: Duration, rowsPerCall: Int
    ) throws(LoadTestError) {
        // What is allowed over HTTP is allowed here.
        _ = try LoadPlan(extent: extent, warmUp: warmUp)
        self.extent = extent
        self.warmUp = warmUp
        self.rowsPerCall = rowsPerCall
    }

    /// Calls `body` until time or number is reached, or it throws.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each call; once it is true, the result is of the calls before.
    ///   - body: one prediction; its argument counts the calls, so that it can take ever other rows.
    package func run<Failure: Error>(
        isCancelled: () -> Bool = { false },
        _ body: (Int) throws(Failure) -> Void
    ) throws(Failure) -> LoadResult {
        var number = 0
        var now = MonotonicClock.now()
        let measuredFrom = now + warmUp.nanoseconds
        while now < measuredFrom, !isCancelled() {
            try body(number)
            number += 1
            now = MonotonicClock.now()
        }
        var latencies = LatencyHistogram()
        let start = now
        var calls = Int.max
        var end = Int64.max
        switch extent {
        case .duration(let time): end = start + time.nanoseconds
        case .requests(let count): calls = count
        }
        while now < end, latencies.count < calls, !isCancelled() {
            let before = MonotonicClock.now()
            try body(number)
            now = MonotonicClock.now()
            number += 1
            if !latencies.record(now - before) { latencies.record(LatencyHistogram.longest) }
        }
        return LoadResult(
            inProcess: latencies, rowsPerCall: rowsPerCall, warmUp: warmUp,
            measured: .nanoseconds(now - start))
    }
}
