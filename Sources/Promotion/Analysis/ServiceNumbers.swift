import Glibc

/// What a service counted for one version of its model, from its start to some moment.
struct ServiceNumbers: Equatable, Sendable {
    /// Whose requests are counted: those that clients sent, or copies of them.
    enum Route: String, Sendable { case infer, shadow }

    private(set) var answers = 0.0
    /// With a status from 500 on: the fault is the service's.
    private(set) var errors = 0.0
    private(set) var seconds = 0.0
    /// Seconds, and how many took at most that long.
    private(set) var buckets: [Double: Double] = [:]
    private(set) var compared = 0.0
    private(set) var disagreed = 0.0

    init() {}

    /// - Parameter text: what stands at `/metrics`.
    init(_ text: String, model: String, version: String, route: Route) {
        for sample in PrometheusSample.all(in: text)
        where sample["model"] == model && sample["version"] == version {
            switch sample.name {
            case "mlx_shadow_comparisons_total": compared += sample.value
            case "mlx_shadow_disagreements_total": disagreed += sample.value
            case _ where sample["route"] != route.rawValue: continue
            case "mlx_requests_total":
                answers += sample.value
                if (sample["status"] ?? "") >= "500" { errors += sample.value }
            case "mlx_request_duration_seconds_sum": seconds += sample.value
            case "mlx_request_duration_seconds_bucket":
                guard let bound = sample["le"].flatMap(Self.bound) else { continue }
                buckets[bound, default: 0] += sample.value
            default: break
            }
        }
    }

    private static func bound(_ text: String) -> Double? {
        text == "+Inf" ? .infinity : Double(text)
    }

    /// What was counted since an earlier moment; all of it if the service was started since.
    func since(_ earlier: ServiceNumbers) -> ServiceNumbers {
        guard answers >= earlier.answers, compared >= earlier.compared else { return self }
        var numbers = self
        numbers.answers -= earlier.answers
        numbers.errors -= earlier.errors
        numbers.seconds -= earlier.seconds
        numbers.compared -= earlier.compared
        numbers.disagreed -= earlier.disagreed
        for (bound, count) in earlier.buckets { numbers.buckets[bound, default: 0] -= count }
        return numbers
    }

    /// The names of what can be judged.
    package static let metricNames = [
        "disagreement_rate", "error_rate", "latency_mean_ms", "latency_p50_ms", "latency_p90_ms",
        "latency_p99_ms", "requests", "throughput_rps",
    ]

    /// A metric by its name; nil if it is not defined, as a latency without a request.
    ///
    /// - Parameter duration: the time in which the requests came.
    func metric(_ name: String, over duration: Duration) -> Double? {
        switch name {
        case "requests": answers
        case "throughput_rps": answers / (duration / .seconds(1))
        case "error_rate": answers > 0 ? errors / answers : nil
        case "disagreement_rate": compared > 0 ? disagreed / compared : nil
        case "latency_mean_ms": answers > 0 ? seconds / answers * 1000 : nil
        case "latency_p50_ms": quantile(0.5).map { $0 * 1000 }
        case "latency_p90_ms": quantile(0.9).map { $0 * 1000 }
        case "latency_p99_ms": quantile(0.99).map { $0 * 1000 }
        default: nil
        }
    }

    /// Seconds, linear within a bucket, as Prometheus' `histogram_quantile` has it; what is beyond
    /// the last bound is that bound.
    private func quantile(_ share: Double) -> Double? {
        let bounds = buckets.sorted { $0.key < $1.key }
        guard let total = bounds.last?.value, total > 0 else { return nil }
        let rank = share * total
        var (lower, below) = (0.0, 0.0)
        for (bound, count) in bounds {
            if count >= rank {
                guard bound.isFinite, count > below else { return lower }
                return lower + (bound - lower) * (rank - below) / (count - below)
            }
            (lower, below) = (bound, count)
        }
        return lower
    }
}
