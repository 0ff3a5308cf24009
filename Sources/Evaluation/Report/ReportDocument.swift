package import RunDocument

extension EvaluationReport {
    /// What the document is called by readers.
    private static let kind = "EvaluationReport"
    /// Labels whose confusion matrix is written: it has a number for each pair of them.
    private static let confusionLabels = 100

    /// The report as a document, which a later evaluation can take as its baseline.
    package var json: JSONValue {
        var members: JSONObject = [
            "apiVersion": "mlx/v1", "kind": .string(Self.kind), "candidate": candidate.json,
            "data": .string(data), "task": .string(task.rawValue),
            "rows": .integer(Int64(rowCount)), "weighted": .boolean(isWeighted),
            "metrics": .array(metrics.map(\.json)),
        ]
        members["baseline"] = baseline?.json
        members["dataDigest"] = dataDigest.map(JSONValue.string)
        members["target"] = target.map(JSONValue.string)
        members["confidence"] = confidence.map(JSONValue.number)
        for (key, value) in details { members[key] = value }
        return .object(members)
    }

    /// The parts beyond the metrics, as far as there are any.
    package var details: JSONObject {
        var members: JSONObject = [:]
        func add(_ key: String, _ values: [JSONValue]) {
            if !values.isEmpty { members[key] = .array(values) }
        }
        add("labels", labels.map(JSONValue.string))
        if labels.count <= Self.confusionLabels {
            add("confusionMatrix", confusion.map { .array($0.map(JSONValue.count)) })
        }
        add("perClass", perClass.map(\.json))
        add("slices", slices.map(\.json))
        add("weakSlices", weakSlices.map(\.json))
        add("fairness", fairness.map(\.json))
        add("latency", latencies.map(\.json))
        members["importance"] = importance?.json
        return members
    }
}

extension JSONValue {
    /// A sum of weights: a whole number where it is one.
    fileprivate static func count(_ weight: Double) -> JSONValue {
        Int64(exactly: weight).map(JSONValue.integer) ?? .number(weight)
    }

    fileprivate static func metric(_ value: Double?) -> JSONValue {
        value.map(JSONValue.number) ?? .null
    }

    fileprivate static func metrics(_ values: [String: Double?]) -> JSONValue {
        .object(values.mapValues { metric($0) })
    }
}

extension EvaluationReport.Subject {
    package var json: JSONValue {
        var members: JSONObject = ["name": .string(name), "uri": .string(uri)]
        members["digest"] = digest.map(JSONValue.string)
        members["format"] = format.map(JSONValue.string)
        return .object(members)
    }
}

extension MetricComparison {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["name": .string(name), "value": .metric(value)]
        members["interval"] = interval?.json
        if let baseline {
            members["baseline"] = .number(baseline)
            members["change"] = .metric(change)
            members["changeInterval"] = changeInterval?.json
        }
        return .object(members)
    }
}

extension ClassResult {
    fileprivate var json: JSONValue {
        [
            "label": .string(label), "precision": .number(precision), "recall": .number(recall),
            "f1": .number(f1), "support": .count(support),
        ]
    }
}

extension SliceResult {
    fileprivate var json: JSONValue {
        var members: JSONObject = [
            "name": .string(name), "dimension": .string(dimension),
            "rows": .integer(Int64(rowCount)), "metrics": .metrics(metrics),
        ]
        if !baseline.isEmpty { members["baseline"] = .metrics(baseline) }
        return .object(members)
    }
}

extension WeakSlice {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "rows": .integer(Int64(rowCount)), "metric": .string(metric),
            "value": .number(value), "others": .number(others),
            "effectSize": .number(effectSize), "pValue": .number(pValue),
        ]
    }
}

extension FairnessResult {
    fileprivate var json: JSONValue {
        [
            "column": .string(column), "positiveLabel": .string(positiveLabel),
            "metrics": .metrics(metrics),
            "groups": .array(
                groups.map { group in
                    [
                        "name": .string(group.name), "rows": .integer(Int64(group.rowCount)),
                        "selectionRate": .metric(group.selectionRate),
                        "truePositiveRate": .metric(group.truePositiveRate),
                        "falsePositiveRate": .metric(group.falsePositiveRate),
                    ]
                }),
        ]
    }
}

extension FeatureImportance {
    fileprivate var json: JSONValue {
        [
            "metric": .string(metric), "repeats": .integer(Int64(repeats)),
            "rows": .integer(Int64(rowCount)),
            "features": .array(
                features.map { feature in
                    [
                        "name": .string(feature.name), "mean": .number(feature.mean),
                        "standardDeviation": .number(feature.standardDeviation),
                        "meanSHAP": .metric(feature.meanSHAP),
                    ]
                }),
        ]
    }
}

extension LatencyResult {
    package var json: JSONValue {
        [
            "load": .string(load), "target": .string(target),
            "requests": .integer(Int64(requestCount)), "errors": .integer(Int64(errorCount)),
            "throughput": .number(throughput), "p50Ms": .number(p50Ms), "p90Ms": .number(p90Ms),
            "p99Ms": .number(p99Ms), "p999Ms": .number(p999Ms), "maxMs": .number(maxMs),
            "peakMemoryMB": .metric(peakMemoryMB),
        ]
    }
}
