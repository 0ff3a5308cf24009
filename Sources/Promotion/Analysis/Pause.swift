import Glibc

/// Waiting that ends when the work is called off.
enum Pause {
    /// - Throws: `CancellationError`.
    static func sleep(for duration: Duration) throws {
        let end = ContinuousClock.now + duration
        while true {
            try Task.checkCancellation()
            let rest = end - ContinuousClock.now
            guard rest > .zero else { return }
            usleep(UInt32(min(rest, .milliseconds(50)) / .microseconds(1)) + 1)
        }
    }
}
