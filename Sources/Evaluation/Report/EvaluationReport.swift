/// Everything that an evaluation found, for the document and the page.
package struct EvaluationReport: Hashable, Sendable {
    /// A model, or predictions that existed already.
    package struct Subject: Hashable, Sendable {
        /// As `penguins 3`, a path, or the file of the predictions.
        package var name: String
        package var uri: String
        package var digest: String?
        /// As `xgboost`, `onnx`; nil for predictions.
        package var format: String?
    }

    package var candidate: Subject
    package var baseline: Subject?
    /// The file or files of the test data.
    package var data: String
    package var task: EvaluationTask
    /// The column that is predicted.
    package var target: String?
    package var labels: [String]
    package var rowCount: Int
    /// Whether rows count by a weight.
    package var isWeighted = false
    /// Of the intervals, as 0.95; nil if there are none.
    package var confidence: Double?
    package var metrics: [MetricComparison] = []
    /// Rows are the true classes, columns the predicted ones; sums of weights.
    package var confusion: [[Double]] = []
    package var perClass: [ClassResult] = []
    /// Binary: one, of the positive label. Multiclass and multilabel: one of each label.
    package var curves: [ClassCurves] = []
    package var residuals: ResidualSummary?
    package var slices: [SliceResult] = []
    package var weakSlices: [WeakSlice] = []
    package var fairness: [FairnessResult] = []
    package var importance: FeatureImportance?
    package var latencies: [LatencyResult] = []
}

/// A range that the true value lies in, at the report's confidence.
package struct Interval: Hashable, Sendable {
    package var lower: Double
    package var upper: Double

    package init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }
}

/// A metric of the candidate beside that of the baseline.
package struct MetricComparison: Hashable, Sendable {
    package var name: String
    /// Nil where it is not defined on this data.
    package var value: Double?
    package var interval: Interval?
    package var baseline: Double?
    /// Of value − baseline, from the same resamples.
    package var changeInterval: Interval?
    package var isHigherBetter: Bool

    package var change: Double? {
        guard let value, let baseline else { return nil }
        return value - baseline
    }
}

/// How well one class is found.
package struct ClassResult: Hashable, Sendable {
    package var label: String
    package var precision: Double
    package var recall: Double
    package var f1: Double
    /// The weight of the rows that have the class; their number where none is weighted.
    package var support: Double
}

/// A point of a curve.
package struct CurvePoint: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// The curves of one label against all others, thinned to what can be seen.
package struct ClassCurves: Hashable, Sendable {
    package var label: String
    /// False positive rate to true positive rate, ascending; empty if it is not defined.
    package var roc: [CurvePoint] = []
    /// Recall to precision.
    package var precisionRecall: [CurvePoint] = []
    package var calibration: [CalibrationBin] = []
    package var baselineROC: [CurvePoint] = []
    package var baselinePrecisionRecall: [CurvePoint] = []
    package var rocAUC: Double?
    package var averagePrecision: Double?
    package var calibrationError: Double?
}

/// The rows whose score lies in one range.
package struct CalibrationBin: Hashable, Sendable {
    package var meanScore: Double
    /// The share of rows that do have the label.
    package var positiveShare: Double
    /// The weight of the rows.
    package var weight: Double
}

/// How far predicted numbers are from the true ones.
package struct ResidualSummary: Hashable, Sendable {
    /// Predicted − true, in bins of one width.
    package struct Bin: Hashable, Sendable {
        package var lower: Double
        package var upper: Double
        package var weight: Double
    }

    package var histogram: [Bin]
    /// True value to predicted value, at most some hundreds of rows, evenly chosen.
    package var sample: [CurvePoint]
}

/// A part of the rows.
package struct SliceResult: Hashable, Sendable {
    /// As `island = Dream`, `body_mass_g in [3550, 4050)`, or an expression.
    package var name: String
    /// What it is one slice of, as `island`; slices of one dimension are compared for gaps.
    package var dimension: String
    package var rowCount: Int
    package var metrics: [String: Double?]
    package var baseline: [String: Double?] = [:]
    package var intervals: [String: Interval] = [:]
}

/// A part of the rows on which the model is worse than on the others, found by search.
package struct WeakSlice: Hashable, Sendable {
    package var name: String
    package var rowCount: Int
    /// The metric that is worse here.
    package var metric: String
    package var value: Double
    /// The same metric on all other rows.
    package var others: Double
    /// The difference of the mean losses in standard deviations.
    package var effectSize: Double
    /// Corrected for the number of slices that were looked at.
    package var pValue: Double
}

/// How groups of people fare.
package struct FairnessResult: Hashable, Sendable {
    package struct Group: Hashable, Sendable {
        package var name: String
        package var rowCount: Int
        package var selectionRate: Double?
        package var truePositiveRate: Double?
        package var falsePositiveRate: Double?
    }

    /// The column that names the groups.
    package var column: String
    /// The label that counts as being selected.
    package var positiveLabel: String
    package var groups: [Group]
    /// By Fairlearn's names, as `demographic_parity_difference`.
    package var metrics: [String: Double?]
}

/// Which columns the model's answers rest on.
package struct FeatureImportance: Hashable, Sendable {
    package struct Feature: Hashable, Sendable {
        package var name: String
        /// How much the metric falls when the column is shuffled, over the repeats.
        package var mean: Double
        package var standardDeviation: Double
        /// Mean magnitude of the SHAP values; nil where there are none.
        package var meanSHAP: Double?
    }

    /// The metric that falls.
    package var metric: String
    package var repeats: Int
    package var rowCount: Int
    package var features: [Feature]
}

/// How long answers took under one load.
package struct LatencyResult: Hashable, Sendable {
    package struct Bucket: Hashable, Sendable {
        package var lowerMs: Double
        package var upperMs: Double
        package var count: Int
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
}
