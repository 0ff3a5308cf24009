import Synchronization

/// What came of asking a candidate as well.
final class ShadowMetrics: Sendable {
    struct Series: Hashable, Sendable {
        let model: String
        /// The candidate's.
        let version: String
        /// The version whose answers the clients got.
        let live: String
    }

    struct Numbers: Sendable {
        var compared = 0
        var disagreed = 0
        /// Not asked, as too many waited.
        var dropped = 0
    }

    private let numbers = Mutex<[Series: Numbers]>([:])

    func count(_ series: Series, _ change: (inout Numbers) -> Void) {
        numbers.withLock { change(&$0[series, default: Numbers()]) }
    }

    /// All numbers in a stable order.
    func snapshot() -> [(Series, Numbers)] {
        numbers.withLock { Array($0) }.map { ($0.key, $0.value) }.sorted { first, second in
            let (a, b) = (first.0, second.0)
            return (a.model, a.version.count, a.version, a.live.count, a.live)
                < (b.model, b.version.count, b.version, b.live.count, b.live)
        }
    }
}
