/// How often each class was taken for each; rows are the true classes, columns the predicted ones.
package struct ConfusionMatrix: Hashable, Sendable {
    /// k.
    package let classCount: Int
    /// Row by row, k × k sums of weights.
    package let cells: [Double]
    /// The classes that occur in the truth or in the predictions, ascending, whatever their rows
    /// weigh.
    let present: [Int]

    /// - Parameter present: those with a weight if nothing is said.
    init(classCount: Int, cells: [Double], present: [Int]? = nil) {
        self.classCount = classCount
        self.cells = cells
        let classes = 0..<classCount
        self.present =
            present
            ?? classes.filter { own in
                classes.contains { cells[own * classCount + $0] + cells[$0 * classCount + own] > 0 }
            }
    }

    /// - Parameters:
    ///   - truth: the class of each row; n values from 0 to k − 1.
    ///   - predicted: as many.
    ///   - weights: of each row; nil if all count 1.
    package init(truth: [Int32], predicted: [Int32], weights: [Double]?, classCount: Int) {
        let cells = RowParts.sums(truth.count, totals: classCount * classCount) { rows, sums in
            for row in rows {
                let cell = Int(truth[row]) * classCount + Int(predicted[row])
                sums[cell] += weights?[row] ?? 1
            }
        }
        let present = weights.map { _ in Self.occurring(truth, predicted, classCount) }
        self.init(classCount: classCount, cells: cells, present: present)
    }

    private static func occurring(
        _ truth: [Int32], _ predicted: [Int32], _ classCount: Int
    ) -> [Int] {
        var occurs = [Bool](repeating: false, count: classCount)
        for label in truth { occurs[Int(label)] = true }
        for label in predicted { occurs[Int(label)] = true }
        return occurs.indices.filter { occurs[$0] }
    }

    subscript(truth: Int, predicted: Int) -> Double { cells[truth * classCount + predicted] }

    package var rows: [[Double]] {
        (0..<classCount).map { Array(cells[$0 * classCount..<($0 + 1) * classCount]) }
    }
}
