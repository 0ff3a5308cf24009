package import Dataset
package import RunDocument

/// Test data that one model, or two on the same rows, answered.
package struct TestRows: Sendable {
    package var candidate: ScoredRows
    /// The same rows and truths; nil if there is no baseline, or it cannot score them.
    package var baseline: ScoredRows?
    /// Why there is no baseline although there is a model.
    package var baselineProblem: (any Failure)?
    /// The columns that slices and groups are made of, and those that a model can be asked about
    /// again.
    package var columns: Table
    /// All columns of the first rows, to ask a model about them again.
    package var sample = Table()
    /// What was found of the answers themselves.
    package var outputChecks: [Check] = []
    /// The names of all columns beside predictions that existed already; empty for a model's.
    package var header: [String] = []
    /// What is odd about predictions that existed already.
    package var warnings: [String] = []
    /// What was read.
    package var summary: TableScan.Summary

    /// Rows that have a target.
    package var rowCount: Int { candidate.rowCount }

    /// Rows that were read and left out.
    package var targetlessRowCount: Int { summary.rows.reduce(0, +) - rowCount }
}

extension ScoredRows {
    /// These predictions as a baseline of others, in the order of their labels and with their
    /// weights.
    ///
    /// - Parameter name: what these predictions are called in messages.
    /// - Throws: `EvaluationError.otherRows` if the two are not of the same rows.
    package func pairing(
        with candidate: ScoredRows, name: String
    ) throws(EvaluationError) -> ScoredRows {
        if let difference = difference(from: candidate) {
            throw .otherRows(name: name, difference: difference)
        }
        var baseline = self
        baseline.weights = candidate.weights
        return baseline
    }

    /// Why these are other rows; nil if they are the same.
    private func difference(from other: ScoredRows) -> String? {
        guard task == other.task else {
            return "one is a \(task.rawValue) task and the other a \(other.task.rawValue) task"
        }
        guard rowCount == other.rowCount else {
            return "there are \(rowCount) and \(other.rowCount)"
        }
        guard labels == other.labels else {
            return "their labels are \(labels.prefix(10).joined(separator: ", ")) and "
                + other.labels.prefix(10).joined(separator: ", ")
        }
        guard groups == other.groups else { return "their queries differ" }
        guard truth != other.truth else { return nil }
        let row = (0..<rowCount).first { selecting([$0]).truth != other.selecting([$0]).truth }
        return "their truth differs first in row \((row ?? 0) + 1)"
    }

    /// Adds rows of the same task and labels.
    mutating func append(_ other: ScoredRows) {
        switch (truth, other.truth) {
        case (.classes(var classes), .classes(let added)):
            truth = .classes([])  // so that `classes` is not copied
            classes += added
            truth = .classes(classes)
        case (.labelSets(var flags), .labelSets(let added)):
            truth = .labelSets([])
            flags += added
            truth = .labelSets(flags)
        case (.numbers(var numbers), .numbers(let added)):
            truth = .numbers([])
            numbers += added
            truth = .numbers(numbers)
        default: preconditionFailure("rows of two tasks")
        }
        scores += other.scores
        predicted += other.predicted
        groups += other.groups
        if let added = other.weights { weights = (weights ?? []) + added }
    }
}
