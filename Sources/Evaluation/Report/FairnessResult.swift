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
