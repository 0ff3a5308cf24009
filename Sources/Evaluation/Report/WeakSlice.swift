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
