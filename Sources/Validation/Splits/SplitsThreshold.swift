/// Limits of the checks of splits; the defaults are Deepchecks' where it has the check.
package enum SplitsThreshold: String, ThresholdName {
    /// Share of the test's rows that are rows of the training data, too.
    case testRowsInTrain = "test-rows-in-train"
    /// Share of the test's rows with an id of the training data.
    case indexLeakage = "index-leakage"
    /// How many rows of the test are of a group of the training data.
    case groupLeakage = "group-leakage"
    /// How many rows of the test have features of the training data with other labels.
    case conflictingLabels = "conflicting-labels"
    /// How many labels the training data does not have.
    case newLabel = "new-label"
    /// Share of the test's rows with a category that the training data does not have.
    case newCategory = "new-category"
    /// The test's rows over the training data's must be more.
    case sizeRatio = "size-ratio"
    /// Association of a feature with the label.
    case labelLeakage = "label-leakage"
    /// How much that association changes between the splits; less is asked for.
    case labelLeakageChange = "label-leakage-change"
    /// Total variation distance of the shares of labels.
    case stratification

    package var defaultValue: Double {
        switch self {
        case .testRowsInTrain, .indexLeakage, .groupLeakage, .conflictingLabels, .newLabel,
            .newCategory:
            0
        case .sizeRatio: 0.01
        case .labelLeakage: 0.8
        case .labelLeakageChange: 0.2
        case .stratification: 0.1
        }
    }
}

package typealias SplitsThresholds = Thresholds<SplitsThreshold>
