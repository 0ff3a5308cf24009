package import RunDocument

extension LoadResult {
    /// The result for a document: latencies in milliseconds, the plot's data in nanoseconds.
    package var json: JSONValue {
        var members: JSONObject = [
            "mode": .string(kind.name),
            "threads": .integer(Int64(threads)),
            "warmUpSeconds": .number(warmUp),
            "durationSeconds": .number(duration),
            "rowsPerRequest": .integer(Int64(rowsPerRequest)),
            "requests": .integer(Int64(requests)),
            "answers": .integer(Int64(answers)),
            "errors": errors,
            "throughput": throughput.map(JSONValue.number) ?? .null,
            "latency": latency,
            "histogram": histogram,
            "percentiles": percentiles,
            "clock": [
                "resolutionNanoseconds": .integer(clock.resolution),
                "overheadNanoseconds": .number(clock.overhead),
            ],
        ]
        if case .open(let rate) = kind {
            members["rate"] = .number(rate)
            members["late"] = .integer(Int64(late))
        }
        if kind != .inProcess {
            members["connections"] = .integer(Int64(connections))
            members["bytesSent"] = .integer(Int64(bytesSent))
            members["bytesReceived"] = .integer(Int64(bytesReceived))
        }
        if let memory {
            members["memory"] = [
                "peakBytes": .integer(Int64(memory.peak)),
                "residentBytes": .integer(Int64(memory.resident)),
            ]
        }
        return .object(members)
    }

    private var errors: JSONValue {
        let statuses = refusals.map { ("\($0.key)", JSONValue.integer(Int64($0.value))) }
        return [
            "total": .integer(Int64(errorCount)),
            "connect": .integer(Int64(failures.connecting)),
            "timeout": .integer(Int64(failures.timeouts)),
            "closed": .integer(Int64(failures.closed)),
            "malformed": .integer(Int64(failures.malformed)),
            "status": .object(JSONObject(uniqueKeysWithValues: statuses)),
            "unsent": .integer(Int64(unsent)),
        ]
    }

    /// Milliseconds; null if nothing was measured.
    private var latency: JSONValue {
        guard latencies.count > 0 else { return .null }
        func milliseconds(_ percentile: Double) -> JSONValue {
            .number(Double(latencies.value(atPercentile: percentile)) / 1e6)
        }
        return [
            "min": .number(Double(latencies.minimum) / 1e6),
            "mean": .number(latencies.mean / 1e6),
            "p50": milliseconds(50), "p90": milliseconds(90), "p99": milliseconds(99),
            "p99.9": milliseconds(99.9), "max": milliseconds(100),
        ]
    }

    /// `[lower, upper, count]` in nanoseconds, both bounds included.
    private var histogram: JSONValue {
        .array(
            latencies.bars().map {
                [.integer($0.lower), .integer($0.upper), .integer(Int64($0.count))]
            }
        )
    }

    /// `[percentile, nanoseconds]`, ever closer to 100.
    private var percentiles: JSONValue {
        .array(latencies.percentileCurve.map { [.number($0.percentile), .integer($0.value)] })
    }
}
