import CCurl
import Glibc

/// How often, and after how long, what failed for a while is tried again.
package struct RetryPolicy: Sendable {
    package var attempts = 5
    /// Before the second attempt; each later pause is twice as long.
    package var firstPause = Duration.milliseconds(500)
    package var longestPause = Duration.seconds(30)
    /// For all pauses of one request together.
    package var patience = Duration.seconds(180)
    /// Waits.
    package var wait: @Sendable (Duration) throws -> Void = Self.sleep
    /// Seconds since 1970.
    package var clock: @Sendable () -> Int = { time(nil) }

    package init() {}

    /// - Parameters:
    ///   - attempt: how many were made.
    ///   - asked: what the server asked for, which counts even if it is longer.
    ///   - waited: the pauses so far.
    /// - Returns: nil if there is no point in waiting.
    package func pause(after attempt: Int, asked: Duration?, waited: Duration) -> Duration? {
        guard attempt < attempts else { return nil }
        let doubled = firstPause * (1 << min(attempt - 1, 20))
        // Clients that failed together must not come back together.
        let pause = asked ?? min(doubled, longestPause) * Double.random(in: 0.75...1)
        return waited + pause <= patience ? pause : nil
    }

    /// What `Retry-After` says: seconds, or a date.
    package func retryAfter(_ head: HTTPHead) -> Duration? {
        guard let text = head.header("Retry-After") else { return nil }
        if let seconds = Int(text) { return .seconds(min(max(0, seconds), 1 << 30)) }
        let date = ccurl_getdate(text)
        return date < 0 ? nil : .seconds(max(0, date - clock()))
    }

    private static let sleep: @Sendable (Duration) throws -> Void = { pause in
        let end = ContinuousClock.now + pause
        while ContinuousClock.now < end {
            try Task.checkCancellation()
            usleep(UInt32(min(50, (end - ContinuousClock.now).milliseconds)) * 1000)
        }
    }
}
