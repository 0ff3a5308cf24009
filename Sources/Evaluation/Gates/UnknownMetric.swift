import RunDocument

extension ModelEvaluation {
    /// Says of a metric that is not there what it needs, or which one may be meant.
    ///
    /// - Parameter known: the metrics that a gate of this kind may name.
    func unknown(_ metric: String, among known: [String]) -> EvaluationError {
        if Fairness.metrics([])[metric] != nil {
            return .invalidGate(
                reason: "'\(metric)' is a metric of groups, so its gate needs 'by: COLUMN'",
                hint: "name the column of the groups, as {metric: \(metric), by: sex}")
        }
        if metrics[metric] != nil {
            return .invalidGate(
                reason: "'\(metric)' is no metric of groups, so its gate has no 'by'",
                hint: "write 'slices' or 'gap' for 'by', or take one of "
                    + known.joined(separator: ", "))
        }
        if Metrics.needsScores(metric, of: rows.candidate) {
            return .invalidGate(
                reason: "there are no scores, which '\(metric)' needs", hint: hintOfScores)
        }
        return .invalidGate(
            reason: "there is no metric '\(metric)' for this model",
            hint: Self.hint(for: metric, among: known))
    }

    private var hintOfScores: String {
        guard !rows.header.isEmpty else { return "the model answers with labels alone" }
        let way =
            rows.candidate.task == .binary
            ? "name their column with --score" : "give a column 'score_LABEL' for each label"
        return "\(way); the columns are \(rows.header.prefix(20).joined(separator: ", "))"
            + (rows.header.count > 20 ? ", …" : "")
    }

    /// All of them rather than some: a metric may be known by many names.
    private static func hint(for metric: String, among known: [String]) -> String {
        let words = KnownWords(known)
        guard words.nearest(to: metric) == nil else { return words.hint(for: metric) }
        let related = known.filter { $0.contains(metric) || metric.contains($0) }
        guard related.isEmpty else {
            return "did you mean \(related.map { "'\($0)'" }.joined(separator: " or "))?"
        }
        return "known here: \(known.joined(separator: ", "))"
    }
}
