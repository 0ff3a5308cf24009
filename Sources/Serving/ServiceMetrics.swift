import NIOCore
import NIOHTTP1
import Synchronization

/// Counts and times requests by model, version and route.
final class ServiceMetrics: Sendable {
    struct Series: Hashable, Sendable {
        var model = ""
        var version = ""
        var route: RouteLabel
    }

    /// Seconds; the last bucket has no bound.
    static let bounds = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
        0.5, 1, 2.5, 5, 10,
    ]

    struct Numbers: Sendable {
        var inFlight = 0
        /// By HTTP status.
        var answers: [UInt: Int] = [:]
        /// How many durations fell into each bucket and not into an earlier one.
        var buckets = [Int](repeating: 0, count: bounds.count + 1)
        var seconds = 0.0

        var count: Int { buckets.reduce(0, +) }
        var failures: Int { answers.reduce(0) { $0 + ($1.key >= 400 ? $1.value : 0) } }
    }

    private let numbers = Mutex<[Series: Numbers]>([:])

    /// Measures one request from here to its answer.
    func begin(_ series: Series) -> Timer {
        numbers.withLock { $0[series, default: Numbers()].inFlight += 1 }
        return Timer(metrics: self, series: series, start: .now())
    }

    struct Timer: Sendable {
        fileprivate let metrics: ServiceMetrics
        fileprivate let series: Series
        fileprivate let start: NIODeadline

        func end(_ status: HTTPResponseStatus) {
            metrics.end(series, status, NIODeadline.now() - start)
        }

        func end(with answer: Answer) -> Answer {
            end(answer.status)
            return answer
        }
    }

    private func end(_ series: Series, _ status: HTTPResponseStatus, _ duration: TimeAmount) {
        let seconds = Double(duration.nanoseconds) / 1e9
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        numbers.withLock { numbers in
            numbers[series, default: Numbers()].inFlight -= 1
            numbers[series, default: Numbers()].answers[status.code, default: 0] += 1
            numbers[series, default: Numbers()].buckets[bucket] += 1
            numbers[series, default: Numbers()].seconds += seconds
        }
    }

    /// All numbers in a stable order.
    func snapshot() -> [(Series, Numbers)] {
        numbers.withLock { Array($0) }.map { ($0.key, $0.value) }.sorted { first, second in
            let (a, b) = (first.0, second.0)
            return (a.model, a.route.rawValue, a.version.count, a.version)
                < (b.model, b.route.rawValue, b.version.count, b.version)
        }
    }
}
