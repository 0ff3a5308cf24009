import Glibc

/// Nanoseconds that never go back, since some moment before the process began.
enum MonotonicClock {
    @inline(__always)
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// How fine, and how costly, the clock is that latencies are measured with.
package struct ClockPrecision: Hashable, Sendable {
    /// Nanoseconds between two readings that can be told apart, as the system states it.
    package let resolution: Int64
    /// Nanoseconds that one reading takes: the median of many.
    package let overhead: Double

    static func measure() -> ClockPrecision {
        var resolution = timespec()
        clock_getres(CLOCK_MONOTONIC, &resolution)
        let costs = (0..<21).map { _ in
            let start = MonotonicClock.now()
            for _ in 0..<100 { _ = MonotonicClock.now() }
            return Double(MonotonicClock.now() - start) / 101
        }
        return ClockPrecision(
            resolution: Int64(resolution.tv_sec) * 1_000_000_000 + Int64(resolution.tv_nsec),
            overhead: costs.sorted()[costs.count / 2]
        )
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isTooLong ? .max / 4 : min(product, .max / 4) + attoseconds / 1_000_000_000
    }

    var secondCount: Double { Double(nanoseconds) / 1e9 }
}
