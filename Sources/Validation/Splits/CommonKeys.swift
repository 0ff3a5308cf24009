import RunDocument

/// Keys that two splits have in common: of whole rows, ids, groups or features.
package struct CommonKeys: Hashable, Sendable {
    package struct Pair: Hashable, Sendable {
        /// Rows, from 1.
        package var test: Int
        package var train: Int

        package init(test: Int, train: Int) {
            self.test = test
            self.train = train
        }
    }

    /// Keys of the test that the training data has, too; with repetitions if `total` is with them.
    package var count: Int
    /// All keys of the test.
    package var total: Int
    /// The first few.
    package var examples: [Pair]

    package init(count: Int, total: Int, examples: [Pair] = []) {
        self.count = count
        self.total = total
        self.examples = examples
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
