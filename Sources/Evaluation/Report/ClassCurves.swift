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
