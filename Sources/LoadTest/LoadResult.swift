/// What a load was, and how it was borne.
package struct LoadResult: Sendable {
    /// How the calls were made.
    package enum Kind: Hashable, Sendable {
        /// One call after the other, without a network.
        case inProcess
        case closed
        /// At a constant rate a second.
        case open(rate: Double)

        package var name: String {
            switch self {
            case .inProcess: "in-process"
            case .closed: "closed"
            case .open: "open"
            }
        }
    }

    package let kind: Kind
    package let connections: Int
    package let threads: Int
    /// Rows of data in each request; 0 if they carry none.
    package let rowsPerRequest: Int
    /// Seconds that were not counted.
    package let warmUp: Double
    /// Seconds that were counted.
    package let duration: Double
    /// Requests that were sent in the measured time.
    package let requests: Int
    /// Of these, how many got a status of 200 to 299.
    package let answers: Int
    /// Answers with other statuses, by status.
    package let refusals: [Int: Int]
    package let failures: LoadFailures
    /// Requests that were due, and that no connection was free for until the end.
    package let unsent: Int
    /// Requests that were sent more than 1 ms after they were due; their latency counts from then.
    package let late: Int
    package let bytesSent: Int
    package let bytesReceived: Int
    /// Good answers a second.
    package let throughput: Double?
    /// Nanoseconds of good answers, and of those that did not come in time.
    package let latencies: LatencyHistogram
    package let clock: ClockPrecision
    /// Of the service, or of this process for a load in process; nil if it cannot be told.
    package let memory: ProcessMemory?

    init(
        _ plan: LoadPlan, _ tally: Tally, threads: Int, rowsPerRequest: Int, measured: Duration,
        memory: ProcessMemory?
    ) {
        switch plan.loop {
        case .closed: kind = .closed
        case .open(let rate): kind = .open(rate: rate)
        }
        connections = plan.connections
        self.threads = threads
        self.rowsPerRequest = rowsPerRequest
        warmUp = plan.warmUp.secondCount
        duration = measured.secondCount
        requests = tally.sent
        answers = tally.answers
        refusals = tally.refusals
        failures = tally.failures
        unsent = tally.unsent
        late = tally.late
        bytesSent = tally.bytesSent
        bytesReceived = tally.bytesReceived
        let answered = plan.extent.isTimed ? tally.answersInTime : tally.answers
        throughput = duration > 0 ? Double(answered) / duration : nil
        latencies = tally.latencies
        clock = ClockPrecision.measure()
        self.memory = memory
    }

    /// - Parameter latencies: of calls that all succeeded.
    init(
        inProcess latencies: LatencyHistogram, rowsPerCall: Int, warmUp: Duration,
        measured: Duration
    ) {
        kind = .inProcess
        (connections, threads, rowsPerRequest) = (0, 1, rowsPerCall)
        self.warmUp = warmUp.secondCount
        duration = measured.secondCount
        (requests, answers) = (latencies.count, latencies.count)
        (refusals, failures, unsent, late) = ([:], LoadFailures(), 0, 0)
        (bytesSent, bytesReceived) = (0, 0)
        throughput = duration > 0 ? Double(latencies.count) / duration : nil
        self.latencies = latencies
        clock = ClockPrecision.measure()
        memory = ProcessMemory.read()
    }

    /// Requests that got no good answer.
    package var errorCount: Int {
        refusals.values.reduce(0, +) + failures.total + unsent
    }

    /// The share of all that should have been answered and was not; nil if there was nothing.
    package var errorRate: Double? {
        let all = requests + failures.connecting + unsent
        return all > 0 ? Double(errorCount) / Double(all) : nil
    }

    /// The keys of `metrics`.
    package static let metricNames: Set = [
        "latency_p50_ms", "latency_p90_ms", "latency_p99_ms", "latency_p999_ms", "latency_max_ms",
        "latency_mean_ms", "throughput_rps", "error_rate", "memory_peak_mb",
    ]

    /// The values that gates are set on, in milliseconds, in good answers a second, and in
    /// megabytes of 1,000,000 bytes; nil for what was not measured.
    package var metrics: [String: Double?] {
        func milliseconds(_ percentile: Double) -> Double? {
            latencies.count > 0
                ? Double(latencies.value(atPercentile: percentile)) / 1e6 : nil
        }
        return [
            "latency_p50_ms": milliseconds(50), "latency_p90_ms": milliseconds(90),
            "latency_p99_ms": milliseconds(99), "latency_p999_ms": milliseconds(99.9),
            "latency_max_ms": milliseconds(100),
            "latency_mean_ms": latencies.count > 0 ? latencies.mean / 1e6 : nil,
            "throughput_rps": throughput, "error_rate": errorRate,
            "memory_peak_mb": memory.map { Double($0.peak) / 1e6 },
        ]
    }
}

extension LoadPlan.Extent {
    fileprivate var isTimed: Bool { if case .duration = self { true } else { false } }
}
