import Dataset
import Model

extension ServiceMetrics {
    /// The text that Prometheus scrapes (exposition format 0.0.4).
    func text(
        model: ServedModel,
        reloads: (switches: Int, refusals: Int),
        refusal: LiveModel.Refusal?
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
        text.sample("", [name, ("outcome", "switched")], "\(reloads.switches)")
        text.sample("", [name, ("outcome", "refused")], "\(reloads.refusals)")
        text.metric(
            "mlx_model_refused",
            "gauge",
            "1 if production names a version that could not be loaded."
        )
        text.sample("", [name], refusal == nil ? "0" : "1")
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

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
