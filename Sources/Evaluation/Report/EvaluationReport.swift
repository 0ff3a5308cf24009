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

        package init(
            name: String,
            uri: String,
            digest: String? = nil,
            format: String? = nil
        ) {
            self.name = name
            self.uri = uri
            self.digest = digest
            self.format = format
        }
    }

    package var candidate: Subject
    package var baseline: Subject?
    /// The file or files of the test data.
    package var data: String
    /// Of the test data, as `sha256:…`.
    package var dataDigest: String?
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
    /// One of each label; for a binary task only that of the positive label.
    package var curves: [ClassCurves] = []
    package var residuals: ResidualSummary?
    package var slices: [SliceResult] = []
    package var weakSlices: [WeakSlice] = []
    package var fairness: [FairnessResult] = []
    package var importance: FeatureImportance?
    package var latencies: [LatencyResult] = []

    package init(
        candidate: Subject,
        baseline: Subject? = nil,
        data: String,
        dataDigest: String? = nil,
        task: EvaluationTask,
        target: String? = nil,
        labels: [String],
        rowCount: Int,
        confidence: Double? = nil,
        metrics: [MetricComparison] = [],
        confusion: [[Double]] = [],
        perClass: [ClassResult] = [],
        curves: [ClassCurves] = [],
        residuals: ResidualSummary? = nil,
        slices: [SliceResult] = [],
        weakSlices: [WeakSlice] = [],
        fairness: [FairnessResult] = [],
        importance: FeatureImportance? = nil,
        latencies: [LatencyResult] = []
    ) {
        self.candidate = candidate
        self.baseline = baseline
        self.data = data
        self.dataDigest = dataDigest
        self.task = task
        self.target = target
        self.labels = labels
        self.rowCount = rowCount
        self.confidence = confidence
        self.metrics = metrics
        self.confusion = confusion
        self.perClass = perClass
        self.curves = curves
        self.residuals = residuals
        self.slices = slices
        self.weakSlices = weakSlices
        self.fairness = fairness
        self.importance = importance
        self.latencies = latencies
    }
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

    package init(
        name: String,
        value: Double? = nil,
        interval: Interval? = nil,
        baseline: Double? = nil,
        changeInterval: Interval? = nil,
        isHigherBetter: Bool
    ) {
        self.name = name
        self.value = value
        self.interval = interval
        self.baseline = baseline
        self.changeInterval = changeInterval
        self.isHigherBetter = isHigherBetter
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

    package init(
        label: String,
        precision: Double,
        recall: Double,
        f1: Double,
        support: Double
    ) {
        self.label = label
        self.precision = precision
        self.recall = recall
        self.f1 = f1
        self.support = support
    }
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

    package init(
        label: String,
        roc: [CurvePoint] = [],
        precisionRecall: [CurvePoint] = [],
        calibration: [CalibrationBin] = [],
        baselineROC: [CurvePoint] = [],
        baselinePrecisionRecall: [CurvePoint] = [],
        rocAUC: Double? = nil,
        averagePrecision: Double? = nil,
        calibrationError: Double? = nil
    ) {
        self.label = label
        self.roc = roc
        self.precisionRecall = precisionRecall
        self.calibration = calibration
        self.baselineROC = baselineROC
        self.baselinePrecisionRecall = baselinePrecisionRecall
        self.rocAUC = rocAUC
        self.averagePrecision = averagePrecision
        self.calibrationError = calibrationError
    }
}

/// The rows whose score lies in one range.
package struct CalibrationBin: Hashable, Sendable {
    package var meanScore: Double
    /// The share of rows that do have the label.
    package var positiveShare: Double
    /// The weight of the rows.
    package var weight: Double

    package init(
        meanScore: Double,
        positiveShare: Double,
        weight: Double
    ) {
        self.meanScore = meanScore
        self.positiveShare = positiveShare
        self.weight = weight
    }
}

/// How far predicted numbers are from the true ones.
package struct ResidualSummary: Hashable, Sendable {
    /// Predicted − true, in bins of one width.
    package struct Bin: Hashable, Sendable {
        package var lower: Double
        package var upper: Double
        package var weight: Double

        package init(
            lower: Double,
            upper: Double,
            weight: Double
        ) {
            self.lower = lower
            self.upper = upper
            self.weight = weight
        }
    }

    package var histogram: [Bin]
    /// True value to predicted value, at most some hundreds of rows, evenly chosen.
    package var sample: [CurvePoint]

    package init(
        histogram: [Bin],
        sample: [CurvePoint]
    ) {
        self.histogram = histogram
        self.sample = sample
    }
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

    package init(
        name: String,
        dimension: String,
        rowCount: Int,
        metrics: [String: Double?],
        baseline: [String: Double?] = [:],
        intervals: [String: Interval] = [:]
    ) {
        self.name = name
        self.dimension = dimension
        self.rowCount = rowCount
        self.metrics = metrics
        self.baseline = baseline
        self.intervals = intervals
    }
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

    package init(
        name: String,
        rowCount: Int,
        metric: String,
        value: Double,
        others: Double,
        effectSize: Double,
        pValue: Double
    ) {
        self.name = name
        self.rowCount = rowCount
        self.metric = metric
        self.value = value
        self.others = others
        self.effectSize = effectSize
        self.pValue = pValue
    }
}

/// How groups of people fare.
package struct FairnessResult: Hashable, Sendable {
    package struct Group: Hashable, Sendable {
        package var name: String
        package var rowCount: Int
        package var selectionRate: Double?
        package var truePositiveRate: Double?
        package var falsePositiveRate: Double?

        package init(
            name: String,
            rowCount: Int,
            selectionRate: Double? = nil,
            truePositiveRate: Double? = nil,
            falsePositiveRate: Double? = nil
        ) {
            self.name = name
            self.rowCount = rowCount
            self.selectionRate = selectionRate
            self.truePositiveRate = truePositiveRate
            self.falsePositiveRate = falsePositiveRate
        }
    }

    /// The column that names the groups.
    package var column: String
    /// The label that counts as being selected.
    package var positiveLabel: String
    package var groups: [Group]
    /// By Fairlearn's names, as `demographic_parity_difference`.
    package var metrics: [String: Double?]

    package init(
        column: String,
        positiveLabel: String,
        groups: [Group],
        metrics: [String: Double?]
    ) {
        self.column = column
        self.positiveLabel = positiveLabel
        self.groups = groups
        self.metrics = metrics
    }
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

        package init(
            name: String,
            mean: Double,
            standardDeviation: Double,
            meanSHAP: Double? = nil
        ) {
            self.name = name
            self.mean = mean
            self.standardDeviation = standardDeviation
            self.meanSHAP = meanSHAP
        }
    }

    /// The metric that falls.
    package var metric: String
    package var repeats: Int
    package var rowCount: Int
    package var features: [Feature]

    package init(
        metric: String,
        repeats: Int,
        rowCount: Int,
        features: [Feature]
    ) {
        self.metric = metric
        self.repeats = repeats
        self.rowCount = rowCount
        self.features = features
    }
}

/// How long answers took under one load.
package struct LatencyResult: Hashable, Sendable {
    package struct Bucket: Hashable, Sendable {
        package var lowerMs: Double
        package var upperMs: Double
        package var count: Int

        package init(
            lowerMs: Double,
            upperMs: Double,
            count: Int
        ) {
            self.lowerMs = lowerMs
            self.upperMs = upperMs
            self.count = count
        }
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

    package init(
        load: String,
        target: String,
        requestCount: Int,
        errorCount: Int,
        throughput: Double,
        p50Ms: Double,
        p90Ms: Double,
        p99Ms: Double,
        p999Ms: Double,
        maxMs: Double,
        histogram: [Bucket],
        peakMemoryMB: Double? = nil
    ) {
        self.load = load
        self.target = target
        self.requestCount = requestCount
        self.errorCount = errorCount
        self.throughput = throughput
        self.p50Ms = p50Ms
        self.p90Ms = p90Ms
        self.p99Ms = p99Ms
        self.p999Ms = p999Ms
        self.maxMs = maxMs
        self.histogram = histogram
        self.peakMemoryMB = peakMemoryMB
    }
}
