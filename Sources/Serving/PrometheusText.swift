import Dataset
import Model
import Registry

extension ServiceMetrics {
    /// The text that Prometheus scrapes (exposition format 0.0.4).
    func text(
        model: ServedModel,
        live: LiveModel,
        shadows: ShadowMetrics
    ) -> String {
        var text = PrometheusText()
        let numbers = snapshot()
        text.metric("mlx_requests_total", "counter", "Requests that were answered, by status.")
        for (series, numbers) in numbers {
            for (status, count) in numbers.answers.sorted(by: { $0.key < $1.key }) {
                text.sample("", series.labels + [("status", "\(status)")], "\(count)")
            }
        }
        text.metric("mlx_request_failures_total", "counter", "Answers with a status from 400 on.")
        for (series, numbers) in numbers { text.sample("", series.labels, "\(numbers.failures)") }
        text.metric("mlx_requests_in_flight", "gauge", "Requests that are being answered.")
        for (series, numbers) in numbers { text.sample("", series.labels, "\(numbers.inFlight)") }
        text.metric("mlx_request_duration_seconds", "histogram", "From a request to its answer.")
        for (series, numbers) in numbers { text.histogram(series.labels, numbers) }
        text.metric("mlx_model_info", "gauge", "The model that is live; always 1.")
        text.sample("", model.labels, "1")
        text.metric("mlx_model_reloads_total", "counter", "Changes of production, by outcome.")
        let name = ("model", model.name)
        let reloads = live.reloads
        text.sample("", [name, ("outcome", "switched")], "\(reloads.switches)")
        text.sample("", [name, ("outcome", "refused")], "\(reloads.refusals)")
        text.metric(
            "mlx_model_refused",
            "gauge",
            "1 if production names a version that could not be loaded."
        )
        text.sample("", [name], live.refusal == nil ? "0" : "1")
        if let candidate = live.lineup.candidate { text.describe(candidate) }
        text.describe(shadows.snapshot())
        return text.text
    }
}

extension ServiceMetrics.Series {
    fileprivate var labels: [(String, String)] {
        [("model", model), ("version", version), ("route", route.rawValue)]
    }
}

extension ServedModel {
    fileprivate var labels: [(String, String)] {
        [
            ("model", name), ("version", version), ("format", metadata.format),
            ("task", metadata.task.rawValue), ("run_id", metadata.runID ?? ""),
        ]
    }
}

private struct PrometheusText {
    private(set) var text = ""
    private var name = ""

    mutating func metric(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ suffix: String, _ labels: [(String, String)], _ value: String) {
        let pairs = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        text += "\(name)\(suffix){\(pairs)} \(value)\n"
    }

    mutating func histogram(_ labels: [(String, String)], _ numbers: ServiceMetrics.Numbers) {
        var total = 0
        for (bound, count) in zip(ServiceMetrics.bounds, numbers.buckets) {
            total += count
            sample("_bucket", labels + [("le", "\(bound)")], "\(total)")
        }
        sample("_bucket", labels + [("le", "+Inf")], "\(numbers.count)")
        sample("_sum", labels, "\(numbers.seconds)")
        sample("_count", labels, "\(numbers.count)")
    }

    mutating func describe(_ candidate: Candidate) {
        metric("mlx_candidate_share", "gauge", "The part of the requests for the candidate.")
        let labels = [
            ("model", candidate.model.name), ("version", candidate.model.version),
            ("mode", candidate.offer.mode.rawValue),
        ]
        sample("", labels, "\(candidate.offer.share)")
    }

    mutating func describe(_ shadows: [(ShadowMetrics.Series, ShadowMetrics.Numbers)]) {
        guard !shadows.isEmpty else { return }
        let counters: [(String, String, (ShadowMetrics.Numbers) -> Int)] = [
            ("comparisons", "Answers of a candidate that were compared.", { $0.compared }),
            ("disagreements", "Of these, how many were others.", { $0.disagreed }),
            ("dropped", "Requests that the candidate was too busy for.", { $0.dropped }),
        ]
        for (name, help, count) in counters {
            metric("mlx_shadow_\(name)_total", "counter", help)
            for (series, numbers) in shadows {
                let labels = [
                    ("model", series.model), ("version", series.version), ("live", series.live),
                ]
                sample("", labels, "\(count(numbers))")
            }
        }
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
