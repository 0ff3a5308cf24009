package import RunDocument

/// Metrics of an earlier evaluation.
package struct StoredMetrics: Hashable, Sendable {
    package var metrics: [String: Double?]
    /// By the slices' names.
    package var slices: [String: [String: Double?]]
    /// Of the test data; nil if the report does not say.
    package private(set) var rowCount: Int?
    /// Of the test data of a model, as `sha256:…`; nil if the report does not say.
    package private(set) var dataDigest: String?
    private var task: String?
    private var labels: [String] = []

    package init(metrics: [String: Double?], slices: [String: [String: Double?]] = [:]) {
        self.metrics = metrics
        self.slices = slices
    }

    /// Takes the metrics of a stored report.
    ///
    /// - Throws: `EvaluationError.notAReport`.
    package init(_ json: JSONValue, path: String) throws(EvaluationError) {
        guard json["kind"]?.stringValue == "EvaluationReport",
            let metrics = json["metrics"]?.arrayValue
        else { throw .notAReport(path: path) }
        self.init(metrics: [:])
        rowCount = json["rows"]?.integerValue.map { Int($0) }
        dataDigest = json["dataDigest"]?.stringValue
        task = json["task"]?.stringValue
        labels = json["labels"]?.arrayValue?.compactMap(\.stringValue) ?? []
        for metric in metrics {
            guard let name = metric["name"]?.stringValue else { throw .notAReport(path: path) }
            self.metrics[name] = .some(metric["value"]?.doubleValue)
        }
        for slice in json["slices"]?.arrayValue ?? [] {
            guard let name = slice["name"]?.stringValue else { throw .notAReport(path: path) }
            slices[name] = (slice["metrics"]?.objectValue ?? [:]).mapValues(\.doubleValue)
        }
    }

    /// Whether they are of the same task, with the same labels.
    package func isLike(_ report: EvaluationReport) -> Bool {
        (task == nil || task == report.task.rawValue) && labels == report.labels
    }
}
