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
    /// What was read.
    package var summary: TableScan.Summary

    /// Rows that have a target.
    package var rowCount: Int { candidate.rowCount }
}

extension ScoredRows {
    /// These predictions as a baseline of others, in the order of their labels.
    ///
    /// - Parameter name: what these predictions are called in messages.
    /// - Throws: `EvaluationError.otherRows` if the two are not of the same rows.
    package func pairing(
        with candidate: ScoredRows, name: String
    ) throws(EvaluationError) -> ScoredRows {
        guard task == candidate.task, labels == candidate.labels, truth == candidate.truth else {
            throw .otherRows(name: name)
        }
        return self
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
