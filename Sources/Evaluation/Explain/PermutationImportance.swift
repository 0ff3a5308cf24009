package import Dataset
package import Model

/// How much a metric falls when a column is shuffled (Breiman 2001).
///
/// As `sklearn.inspection.permutation_importance` has it: the metric on the rows as they are, less
/// that with the column shuffled; over the repeats the mean and the population's standard deviation.
/// For a metric that is better when it is lower the sign is turned, so that more is more important.
package struct PermutationImportance: Sendable {
    package struct Options: Sendable {
        package var seed: UInt64 = 0
        package var repeats = 5
        /// Rows at most, evenly chosen.
        package var rows = 10_000

        package init() {}
    }

    /// What a metric is of predictions for some rows of the table, by their places.
    ///
    /// Nil where it is not defined.
    package typealias Scorer = @Sendable (Predictions, [Int]) -> Double?

    let metric: String
    let isHigherBetter: Bool
    let options: Options

    package init(metric: String, isHigherBetter: Bool, options: Options = Options()) {
        self.metric = metric
        self.isHigherBetter = isHigherBetter
        self.options = options
    }

    /// Shuffles one column after the other; most important first.
    ///
    /// All repeats of a column are scored in one call, and several columns at once; the result
    /// depends on the seed and on nothing else.
    ///
    /// - Parameters:
    ///   - meanSHAP: the mean magnitude of the SHAP values by column, where the runtime gives them.
    /// - Returns: nil if the metric is not defined on these rows.
    /// - Throws: what the predictor throws, `CancellationError`.
    package func importance(
        of predictor: any Predictor, on table: Table, columns: [String],
        meanSHAP: [String: Double] = [:], scorer: @escaping Scorer
    ) throws -> FeatureImportance? {
        let rows = EvenSample.rows(of: table.rowCount, atMost: options.rows)
        let sample = rows.count == table.rowCount ? table : table.selecting(rows: rows)
        guard let base = scorer(try predictor.predict(sample), rows) else { return nil }
        let places = columns.filter { sample[$0] != nil }
        let drops = CallingTask.observing { task in
            places.enumerated().map { ($0, $1) }.concurrentMap { place, name in
                Result {
                    try falls(
                        of: name,
                        permutations: Self.permutations(
                            of: rows.count, repeats: options.repeats, seed: options.seed,
                            stream: UInt64(place)),
                        from: base, predictor, sample, rows
                    ) { task.isCancelled ? nil : scorer($0, $1) }
                }
            }
        }
        try Task.checkCancellation()
        var features: [FeatureImportance.Feature] = []
        for (name, drops) in zip(places, drops) {
            guard let drops = try drops.get() else { return nil }
            let (mean, deviation) = Self.spread(drops)
            features.append(
                FeatureImportance.Feature(
                    name: name, mean: Self.rounded(mean, beside: base),
                    standardDeviation: deviation,
                    meanSHAP: meanSHAP[name]))
        }
        features.sort { ($1.mean, $0.name) < ($0.mean, $1.name) }
        return FeatureImportance(
            metric: metric, repeats: options.repeats, rowCount: rows.count, features: features)
    }

    /// The mean and the population's standard deviation.
    package static func spread(_ falls: [Double]) -> (mean: Double, deviation: Double) {
        let mean = falls.reduce(0, +) / Double(falls.count)
        let variance = falls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(falls.count)
        return (mean, variance.squareRoot())
    }

    /// By how much the metric falls for each permutation of a column; nil if it is not defined.
    ///
    /// - Parameter rows: the places of the sample's rows in the whole table.
    package func falls(
        of column: String, permutations: [[Int]], from base: Double,
        _ predictor: any Predictor, _ sample: Table, _ rows: [Int], _ scorer: Scorer
    ) throws -> [Double]? {
        // As many repeats at once as a batch of a bearable size has.
        let perCall = max(1, (1 << 18) / max(1, sample.rowCount))
        var falls: [Double] = []
        for start in stride(from: 0, to: permutations.count, by: perCall) {
            let part = permutations[start..<min(start + perCall, permutations.count)]
            let batch = sample.repeated(part.count, shuffling: column, by: part.flatMap(\.self))
            let predictions = try predictor.predict(batch)
            let width = predictions.width * rows.count
            guard predictions.scores.count == width * part.count else { return nil }
            for index in 0..<part.count {
                let places = index * rows.count..<(index + 1) * rows.count
                let own = Predictions(
                    rowCount: rows.count, labels: predictions.labels,
                    scores: Array(predictions.scores[index * width..<(index + 1) * width]),
                    chosen: predictions.chosen.map { Array($0[places]) })
                guard let value = scorer(own, rows) else { return nil }
                let fall = isHigherBetter ? base - value : value - base
                falls.append(Self.rounded(fall, beside: base))
            }
        }
        return falls
    }

    /// 0 for a difference that is no more than what rounding makes of sums over many rows.
    ///
    /// Else a column that changes nothing seems to be worth ±2e-17.
    private static func rounded(_ difference: Double, beside metric: Double) -> Double {
        difference.magnitude <= 1e-13 * metric.magnitude ? 0 : difference
    }

    /// Orders of the rows, each on its own (Fisher and Yates).
    static func permutations(
        of count: Int, repeats: Int, seed: UInt64, stream: UInt64
    ) -> [[Int]] {
        var generator = SeededGenerator(seed: seed, stream: stream)
        return (0..<repeats).map { _ in
            var order = Array(0..<count)
            for last in stride(from: count - 1, to: 0, by: -1) {
                order.swapAt(last, generator.below(last + 1))
            }
            return order
        }
    }
}

extension Table {
    /// The table that many times over, with one column in another order each time.
    fileprivate func repeated(_ times: Int, shuffling name: String, by order: [Int]) -> Table {
        var rows: [Int] = []
        rows.reserveCapacity(rowCount * times)
        for _ in 0..<times { rows.append(contentsOf: 0..<rowCount) }
        var result = selecting(rows: rows)
        for index in result.columns.indices where result.columns[index].name == name {
            switch columns[index].values {
            case .numeric(let numbers):
                result.columns[index].values = .numeric(order.map { numbers[$0] })
            case .text(let codes, let labels):
                result.columns[index].values = .text(
                    codes: order.map { codes[$0] }, labels: labels)
            }
        }
        return result
    }
}
