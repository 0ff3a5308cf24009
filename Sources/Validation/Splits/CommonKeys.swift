package import Profile
import RunDocument

/// Rows of a test whose key its training data has: all their cells, an id, a group or features.
package struct CommonKeys: Hashable, Sendable {
    package struct Pair: Hashable, Sendable {
        /// Rows, by the numbers they were inserted with.
        package var test: Int
        package var train: Int

        package init(test: Int, train: Int) {
            self.test = test
            self.train = train
        }
    }

    /// Rows of the test whose key the training data has.
    package var count: Int
    /// Rows of the test.
    package var total: Int
    /// The first few.
    package var examples: [Pair]

    package init(count: Int, total: Int, examples: [Pair] = []) {
        self.count = count
        self.total = total
        self.examples = examples
    }

    /// - Parameter total: rows of the test.
    package init(_ shared: FinishedKeys.SharedRows, of total: Int) {
        self.init(
            count: shared.count,
            total: total,
            examples: shared.rows.map { Pair(test: $0.row, train: $0.otherRow) }
        )
    }

    var share: Double { total == 0 ? 0 : Double(count) / Double(total) }

    var json: JSONValue {
        .array(
            examples.prefix(Tally.kept).map { pair in
                ["test": .integer(Int64(pair.test)), "train": .integer(Int64(pair.train))]
            }
        )
    }
}
