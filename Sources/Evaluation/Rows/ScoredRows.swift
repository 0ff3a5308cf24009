/// Rows whose target is known, with what a model says of them; `n` rows, `k` labels.
package struct ScoredRows: Sendable {
    /// What the rows say that a model should have said.
    package enum Truth: Hashable, Sendable {
        /// Binary and multiclass: the position of each row's label; n values.
        case classes([Int32])
        /// Multilabel: whether the row has the label, row by row; n × k values.
        case labelSets([Bool])
        /// Regression: the number. Ranking: the relevance. n values.
        case numbers([Double])
    }

    package var task: EvaluationTask
    /// The classes or labels by their positions; empty for regression and ranking.
    package var labels: [String]
    package var truth: Truth
    /// Row by row, `scoreWidth` values each.
    ///
    /// Binary: the probability of the positive label. Multiclass and multilabel: one of each label. Regression:
    /// the number. Ranking: the higher, the further up.
    package var scores: [Double]
    /// 0 where a model gave labels without scores, 1, or k.
    package var scoreWidth: Int
    /// Binary and multiclass: the position of the label that the model chose; n values.
    ///
    /// Multilabel: 1 for a label that it gave to the row; n × k values. Empty for the other tasks.
    package var predicted: [Int32]
    /// Ranking: the group of each row, from 0; empty for the other tasks.
    package var groups: [Int32]
    /// How much each row counts; nil if all count the same.
    package var weights: [Double]?

    package var rowCount: Int {
        switch truth {
        case .classes(let classes): classes.count
        case .labelSets(let flags): labels.isEmpty ? 0 : flags.count / labels.count
        case .numbers(let numbers): numbers.count
        }
    }

    package init(
        task: EvaluationTask,
        labels: [String],
        truth: Truth,
        scores: [Double],
        scoreWidth: Int,
        predicted: [Int32] = [],
        groups: [Int32] = [],
        weights: [Double]? = nil
    ) {
        self.task = task
        self.labels = labels
        self.truth = truth
        self.scores = scores
        self.scoreWidth = scoreWidth
        self.predicted = predicted
        self.groups = groups
        self.weights = weights
    }

    /// The rows by their scores, of which each has one; nil if they have none.
    var descendingOrder: [Int]? {
        guard scoreWidth == 1 else { return nil }
        return scores.enumerated().map { ($0.element, $0.offset) }
            .sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.1)
    }

    /// The position of the highest score, the first one of equals; of several classes.
    func bestLabel(_ row: Int) -> Int32 {
        let start = row * scoreWidth
        var best = start
        for index in start..<start + scoreWidth where scores[index] > scores[best] { best = index }
        return Int32(best - start)
    }

    /// The given rows, in the given order.
    package func selecting(_ rows: [Int]) -> ScoredRows {
        func pick<Value>(_ values: [Value], width: Int) -> [Value] {
            guard !values.isEmpty else { return [] }
            var picked: [Value] = []
            picked.reserveCapacity(rows.count * width)
            for row in rows { picked.append(contentsOf: values[row * width..<(row + 1) * width]) }
            return picked
        }
        var selection = self
        switch truth {
        case .classes(let classes): selection.truth = .classes(pick(classes, width: 1))
        case .labelSets(let flags):
            selection.truth = .labelSets(pick(flags, width: labels.count))
        case .numbers(let numbers): selection.truth = .numbers(pick(numbers, width: 1))
        }
        selection.scores = pick(scores, width: scoreWidth)
        selection.predicted = pick(predicted, width: task == .multilabel ? labels.count : 1)
        selection.groups = pick(groups, width: 1)
        selection.weights = weights.map { pick($0, width: 1) }
        return selection
    }
}
