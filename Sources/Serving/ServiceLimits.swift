import NIOCore

/// What one client may take of the service.
package struct ServiceLimits: Sendable {
    /// Bytes of a request's body.
    package var bodySize = 16 << 20
    /// Bytes of a request's header, and of one of its fields.
    package var headerSize = 64 << 10
    /// How long a connection may stand without a request.
    package var idleTime: Duration = .seconds(60)
    /// From a request's header to the end of its body.
    package var requestTime: Duration = .seconds(30)
    /// How long a client may leave an answer unread.
    package var writeTime: Duration = .seconds(30)
    /// How long the service reads and discards what a client sends after a refusal, so that the
    /// refusal is not lost with the connection.
    package var lingerTime: Duration = .seconds(1)
    /// How long a connection without a request stays open once the service ends: a request that
    /// is on its way is still answered.
    package var drainGrace: Duration = .milliseconds(100)
    /// The longest time that ending may take.
    package var drainTime: Duration = .seconds(10)
    /// A request with a larger body is answered by a thread of its own.
    package var inlineBodySize = 16 << 10
    /// Requests that may wait for such a thread.
    package var queueLength = 64

    package init() {}
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
    }
}
