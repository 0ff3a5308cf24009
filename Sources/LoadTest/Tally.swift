/// What one thread has counted, or all of them together.
struct Tally: Sendable {
    /// From when a request was due to the end of its answer: what was answered with a status of
    /// 200 to 299, and what was not answered in time.
    var latencies = LatencyHistogram()
    /// Good answers to measured requests.
    var answers = 0
    /// Good answers that ended in the measured time, whenever their requests began.
    var answersInTime = 0
    /// Answers with another status, by status.
    var refusals: [Int: Int] = [:]
    var failures = LoadFailures()
    var sent = 0
    /// Requests that were sent more than `lateAfter` after they were due.
    var late = 0
    var unsent = 0
    var bytesSent = 0
    var bytesReceived = 0
    /// When the last measured request ended.
    var lastEnd: Int64 = 0

    /// Nanoseconds of a timer's own imprecision that are borne.
    static let lateAfter: Int64 = 1_000_000

    /// Counts a latency; one beyond the histogram's range as the longest that it has.
    @inline(__always)
    mutating func record(_ latency: Int64) {
        if !latencies.record(latency) { latencies.record(LatencyHistogram.longest) }
    }

    mutating func merge(_ other: Tally) {
        latencies.merge(other.latencies)
        answers += other.answers
        answersInTime += other.answersInTime
        refusals.merge(other.refusals, uniquingKeysWith: +)
        failures.merge(other.failures)
        sent += other.sent
        late += other.late
        unsent += other.unsent
        bytesSent += other.bytesSent
        bytesReceived += other.bytesReceived
        lastEnd = max(lastEnd, other.lastEnd)
    }
}

/// Requests and connections that came to nothing, by their kind.
package struct LoadFailures: Hashable, Sendable {
    /// Connections that could not be opened.
    package var connecting = 0
    /// Requests that were not answered in time.
    package var timeouts = 0
    /// Requests whose connection ended before their answer did.
    package var closed = 0
    /// Answers that are not HTTP/1.1.
    package var malformed = 0

    package var total: Int { connecting + timeouts + closed + malformed }

    mutating func merge(_ other: LoadFailures) {
        connecting += other.connecting
        timeouts += other.timeouts
        closed += other.closed
        malformed += other.malformed
    }
}
