/// Benjamini and Hochberg's correction (1995) of p-values for the number of tests.
package enum FalseDiscoveryRate {
    /// The least rate of false discoveries at which each test is one; in the tests' order.
    package static func adjusted(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        var adjusted = pValues
        var least = 1.0
        for (rank, index) in order.enumerated().reversed() {
            least = min(least, pValues[index] * Double(pValues.count) / Double(rank + 1))
            adjusted[index] = least
        }
        return adjusted
    }
}
