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
