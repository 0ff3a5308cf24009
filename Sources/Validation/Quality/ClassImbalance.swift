package import Dataset
import Profile
import RunDocument

extension ColumnQuality {
    /// The rarest label's count over the most frequent one's; below 0.1 is a warning.
    ///
    /// Deepchecks' `ClassImbalance` warns of a ratio *above* its limit, and rounds the shares to
    /// two decimals first; this is what its name says.
    ///
    /// - Parameter task: nil to go by the values: texts, or few enough integers.
    package func classImbalance(task: DatasetKey.Task?) -> Finding? {
        guard role == .target, column.present > 0, task != .regression else { return nil }
        guard let labels = LabelCounts(column) else {
            return task == nil ? nil : skipped("class-imbalance")
        }
        guard task != nil || labels.areLabels, labels.counts.count > 1 else { return nil }
        guard let rarest = labels.counts.values.min(), let most = labels.counts.values.max()
        else { return nil }
        let ratio = Double(rarest) / Double(most)
        return Finding(
            "class-imbalance",
            column: name,
            Measure(ratio),
            .atLeast(thresholds[.classImbalance]),
            message: "the rarest label of '\(name)' has \(rarest) rows, the most frequent \(most)"
        )
    }
}

/// The labels of a target column and how often each occurs.
struct LabelCounts {
    /// By their UTF-8 bytes: two texts that only look the same are two labels.
    let counts: [[UInt8]: Int]
    /// Whether they look like labels, not like measurements.
    let areLabels: Bool
    let total: Int

    /// - Returns: nil if there are more distinct values than are kept.
    init?(_ column: ColumnProfile) {
        guard let numbers = column.numbers.counts, let texts = column.texts.counts else {
            return nil
        }
        var counts: [[UInt8]: Int] = [:]
        for (value, count) in zip(numbers.values, numbers.counts) {
            counts[Array(value.labelText.utf8), default: 0] += count
        }
        for (value, count) in zip(texts.values, texts.counts) {
            counts[Array(value.utf8), default: 0] += count
        }
        self.counts = counts
        total = numbers.total + texts.total
        areLabels =
            counts.count <= 100 && (numbers.total == 0 || column.numbers.integers == numbers.total)
    }
}
