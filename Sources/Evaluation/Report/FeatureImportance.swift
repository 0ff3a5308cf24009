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
