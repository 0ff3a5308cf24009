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
