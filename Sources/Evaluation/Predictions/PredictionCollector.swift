import Dataset
import RunDocument

/// Puts the batches of a file of predictions together, in order.
final class PredictionCollector: @unchecked Sendable {
    // Written in turn.
    private let layout: PredictionLayout
    private(set) var columns = Table()
    private var names = LabelNames()
    private var groupNames = LabelNames()
    private var truth: [Int32] = []
    private var predicted: [Int32] = []
    private var groups: [Int32] = []
    private var numbers: [Double] = []
    private var predictedSets: [Double] = []
    private var scores: [Double] = []
    private var weights: [Double]?
    private var rowCount = 0
    private var tally = OutputTally()
    /// What is odd about the rows, once they are all there.
    private(set) var warnings: [String] = []

    init(_ layout: PredictionLayout) { self.layout = layout }

    /// What was found wrong with the scores.
    var outputChecks: [Check] { tally.checks }

    func add(_ batch: PredictionBatch) throws {
        tally.add(batch.checks, firstRow: rowCount)
        rowCount += batch.rowCount
        if columns.rowCount == 0 { columns = batch.columns } else { columns.append(batch.columns) }
        names.add(batch.truth, to: &truth)
        names.add(batch.predicted, to: &predicted)
        groupNames.add(batch.group, to: &groups)
        numbers += batch.numbers
        predictedSets += batch.predictedSets
        scores += batch.scores
        if let added = batch.weights { weights = (weights ?? []) + added }
    }

    /// - Parameter name: what the file is called in messages.
    func finish(_ name: String) throws(EvaluationError) -> ScoredRows {
        var rows: ScoredRows
        switch layout.task {
        case .binary, .multiclass: rows = try classes()
        case .multilabel: rows = labelSets()
        case .regression, .ranking:
            rows = ScoredRows(
                task: layout.task, labels: [], truth: .numbers(numbers), scores: scores,
                scoreWidth: 1, groups: groups)
        }
        guard rows.rowCount > 0 else { throw .noRows(data: name) }
        rows.weights = weights
        return rows
    }

    private func labelSets() -> ScoredRows {
        let predicted =
            predictedSets.isEmpty
            ? scores.map { Int32($0 >= 0.5 ? 1 : 0) } : predictedSets.map { Int32($0) }
        return ScoredRows(
            task: .multilabel, labels: layout.labels, truth: .labelSets(numbers.map { $0 == 1 }),
            scores: scores, scoreWidth: layout.scores.count, predicted: predicted)
    }

    private func classes() throws(EvaluationError) -> ScoredRows {
        let count = max(layout.labels.count, names.all.count)
        try LabelLimit.check(count, column: layout.truth.first ?? "")
        let labels = try labels()
        let places = Dictionary(
            zip(labels, Int32(0)...), uniquingKeysWith: { first, _ in first })
        var positions: [Int32] = []
        for name in names.all {
            guard let place = places[name] else {
                throw .unknownLabel(label: name, known: labels)
            }
            positions.append(place)
        }
        // In place: there may be many.
        if positions != Array(0..<Int32(positions.count)) {
            for row in truth.indices { truth[row] = positions[Int(truth[row])] }
            for row in predicted.indices { predicted[row] = positions[Int(predicted[row])] }
        }
        var rows = ScoredRows(
            task: labels.count == 2 ? .binary : .multiclass, labels: labels,
            truth: .classes(truth), scores: scores, scoreWidth: layout.scores.count,
            predicted: predicted)
        if labels.count == 2, rows.scoreWidth == 2 {
            // Of two labels only the positive one's score is kept.
            let place = layout.labels.firstIndex(of: labels[1]) ?? 1
            rows.scores = stride(from: place, to: scores.count, by: 2).map { scores[$0] }
            rows.scoreWidth = 1
        } else if rows.scoreWidth > 1 {
            rows.scores = reordered(labels)
        }
        if predicted.isEmpty {
            rows.predicted = ModelAnswers.predicted(rows)
        } else {
            warnOfOtherScores(rows)
        }
        return rows
    }

    /// Tells scores that are those of the other label by the predictions beside them.
    private func warnOfOtherScores(_ rows: ScoredRows) {
        guard rows.task == .binary, layout.scores.count == 1 else { return }
        let odd = zip(rows.scores, rows.predicted).count { ($0 >= 0.5) != ($1 == 1) }
        guard 2 * odd > rows.rowCount else { return }
        warnings.append(
            "'\(layout.scores[0])' and '\(layout.prediction.joined())' disagree in \(odd) of "
                + "\(rows.rowCount) rows, so the scores look like those of "
                + "'\(rows.labels[0])': give --positive \(rows.labels[0])")
    }

    /// The labels in scikit-learn's order, the positive one of two last.
    private func labels() throws(EvaluationError) -> [String] {
        var labels = LabelNames.sorted(layout.labels.isEmpty ? names.all : layout.labels)
        guard layout.task == .binary else { return labels }
        guard labels.count <= 2 else {
            throw .tooManyLabels(found: labels)
        }
        if let positive = layout.positive {
            guard labels.count < 2 || labels.contains(positive) else {
                throw .noSuchLabel(label: positive, known: labels)
            }
            let other = labels.first { $0 != positive } ?? "not \(positive)"
            return [other, positive]
        }
        if labels.count == 1 {
            let isPositive = ["1", "true", "True", "TRUE", "yes"].contains(labels[0])
            labels =
                isPositive ? ["not \(labels[0])", labels[0]] : [labels[0], "not \(labels[0])"]
        }
        return labels
    }

    private func reordered(_ labels: [String]) -> [Double] {
        guard labels != layout.labels else { return scores }
        let order = labels.compactMap { layout.labels.firstIndex(of: $0) }
        return stride(from: 0, to: scores.count, by: labels.count).flatMap { start in
            order.map { scores[start + $0] }
        }
    }
}
