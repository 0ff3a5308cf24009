/// How long answers took under one load.
package struct LatencyResult: Hashable, Sendable {
    package struct Bucket: Hashable, Sendable {
        package var lowerMs: Double
        package var upperMs: Double
        package var count: Int

        package init(
            lowerMs: Double,
            upperMs: Double,
            count: Int
        ) {
            self.lowerMs = lowerMs
            self.upperMs = upperMs
            self.count = count
        }
    }

    /// What the load was, in words: `16 connections, closed loop` or `1000 requests/s, open loop`.
    package var load: String
    /// Where: `in process` or the URL.
    package var target: String
    package var requestCount: Int
    package var errorCount: Int
    /// Answers per second.
    package var throughput: Double
    package var p50Ms: Double
    package var p90Ms: Double
    package var p99Ms: Double
    package var p999Ms: Double
    package var maxMs: Double
    package var histogram: [Bucket]
    /// Of the process that answered; nil where it is not known.
    package var peakMemoryMB: Double?

    package init(
        load: String,
        target: String,
        requestCount: Int,
        errorCount: Int,
        throughput: Double,
        p50Ms: Double,
        p90Ms: Double,
        p99Ms: Double,
        p999Ms: Double,
        maxMs: Double,
        histogram: [Bucket],
        peakMemoryMB: Double? = nil
    ) {
        self.load = load
        self.target = target
        self.requestCount = requestCount
        self.errorCount = errorCount
        self.throughput = throughput
        self.p50Ms = p50Ms
        self.p90Ms = p90Ms
        self.p99Ms = p99Ms
        self.p999Ms = p999Ms
        self.maxMs = maxMs
        self.histogram = histogram
        self.peakMemoryMB = peakMemoryMB
    }
}
