package import RunDocument

/// A run as OpenMetrics text, for GitLab's metrics reports and Prometheus' textfile collector.
package enum OpenMetricsReport {
    package static func text(_ run: Run) -> String {
        let model = MetricWriter.label(run.metadata.model ?? "")
        let stages = newestStages(of: run)
        var report = MetricWriter()
        report.family("mlx_metric", "What a stage has measured.")
        for (name, stage) in stages {
            for (metric, value) in metrics(of: stage) {
                report.sample([("name", metric), ("stage", name), ("model", model)], value)
            }
        }
        report.family("mlx_checks", "Checks of a stage, by how they came out.")
        for (name, stage) in stages {
            for status in Check.Status.allCases {
                let labels = [("stage", name), ("status", status.rawValue), ("model", model)]
                report.sample(labels, Double(stage.checks.count { $0.status == status }))
            }
        }
        report.family("mlx_stage_duration_seconds", "How long a stage took.", unit: "seconds")
        for (name, stage) in stages {
            guard let duration = stage.durationMs else { continue }
            report.sample([("stage", name), ("model", model)], duration / 1000)
        }
        report.family("mlx_stage_exit_status", "How a stage ended.")
        for (name, stage) in stages {
            report.sample([("stage", name), ("model", model)], Double(stage.exitCode))
        }
        report.family("mlx_run_exit_status", "How the run ended.")
        report.sample([("model", model)], Double(run.status.exitCode))
        return report.text + "# EOF\n"
    }

    /// The last stage of each name, in the order of the names' first ones.
    private static func newestStages(of run: Run) -> [(name: String, stage: Stage)] {
        var newest: [(name: String, stage: Stage)] = []
        for stage in run.stages {
            let name = MetricWriter.label(stage.name)
            if let index = newest.firstIndex(where: { $0.name == name }) {
                newest[index].stage = stage
            } else {
                newest.append((name, stage))
            }
        }
        return newest
    }

    /// The metrics that could be computed, each name once.
    private static func metrics(of stage: Stage) -> [(name: String, value: Double)] {
        var names = UniqueNames()
        return stage.metrics.sorted { $0.key < $1.key }.compactMap { name, value in
            value.map { (names.next(MetricWriter.label(name)), $0) }
        }
    }
}

/// Writes families of gauges.
private struct MetricWriter {
    private(set) var text = ""
    private var name: StaticString = ""

    mutating func family(_ name: StaticString, _ help: StaticString, unit: StaticString? = nil) {
        self.name = name
        text += "# TYPE \(name) gauge\n"
        if let unit { text += "# UNIT \(name) \(unit)\n" }
        text += "# HELP \(name) \(help)\n"
    }

    /// - Parameter labels: as `label(_:)` makes their values.
    mutating func sample(_ labels: [(name: String, value: String)], _ value: Double) {
        let list = labels.map { label in
            let value = label.value.escapingScalars(["\\": "\\\\", "\"": "\\\""])
            return "\(label.name)=\"\(value)\""
        }
        text += "\(name){\(list.joined(separator: ","))} \(Self.number(value))\n"
    }

    /// A label's value of any text: one line, without a number sign, after which GitLab reads
    /// nothing.
    static func label(_ text: String) -> String {
        text.printable().escapingScalars(["#": "\u{FF03}"])
    }

    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
