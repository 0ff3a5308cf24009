package import RunDocument

/// What one run's data was like: a line of the history file.
package struct HistoryEntry: Hashable, Sendable {
    package var id: String
    /// ISO 8601, UTC.
    package var createdAt: String
    /// Finite numbers, as `rows/train` and `mean/age[train]`.
    package var metrics: [String: Double]

    package init(id: String, createdAt: String, metrics: [String: Double]) {
        self.id = id
        self.createdAt = createdAt
        self.metrics = metrics.filter(\.value.isFinite)
    }

    /// What a run's validation says of its data: row counts, and what passed checks observed.
    ///
    /// Nil if the run has no validation, or one that did not pass: its data is no standard.
    package init?(_ run: Run, stage name: String = "validate") {
        guard let stage = run.stage(named: name), stage.status == .passed else { return nil }
        self.init(
            id: run.metadata.id,
            createdAt: run.metadata.createdAt,
            metrics: Self.metrics(run, stage)
        )
    }

    /// The metrics of a validation that is still under way.
    package static func metrics(_ run: Run, _ stage: Stage) -> [String: Double] {
        var metrics: [String: Double] = stage.metrics.compactMapValues(\.self)
        for (split, reference) in run.inputs.data {
            metrics["rows/\(split)"] = reference.rows.map(Double.init)
        }
        for check in stage.checks where check.status == .passed && !check.id.hasPrefix("history-") {
            let slice = check.slice?["split"]?.stringValue
            metrics[check.id + (slice.map { "[\($0)]" } ?? "")] = check.observed?.doubleValue
        }
        return metrics
    }

    /// Reads a line of the history, which may be a whole Run document as well.
    ///
    /// - Returns: nil for a run without a passed validation.
    /// - Throws: `DocumentError` for what is neither.
    init?(_ value: JSONValue) throws(DocumentError) {
        if value["kind"] != nil {
            self.init(try Run(value))
            return
        }
        guard let id = value["id"]?.stringValue else { throw .missing(path: "id") }
        guard let createdAt = value["createdAt"]?.stringValue else {
            throw .missing(path: "createdAt")
        }
        guard let metrics = value["metrics"]?.objectValue else { throw .missing(path: "metrics") }
        self.init(id: id, createdAt: createdAt, metrics: metrics.compactMapValues(\.doubleValue))
    }

    var json: JSONValue {
        [
            "id": .string(id), "createdAt": .string(createdAt),
            "metrics": .object(metrics.mapValues(JSONValue.number)),
        ]
    }
}
