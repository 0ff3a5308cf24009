/// Which column of a file of predictions means what.
package struct PredictionColumns: Hashable, Sendable {
    package var task: EvaluationTask?
    /// The true label, number or relevance.
    package var truth: String?
    /// The predicted label or number.
    package var prediction: String?
    /// The score of the positive label, or that of a ranking.
    package var score: String?
    /// How much a row counts.
    package var weight: String?
    /// The query of a ranking.
    package var group: String?
    /// Of two labels the one that scores are of.
    package var positive: String?

    package init() {}

    /// The names that are taken without being asked for, the likeliest first.
    static let usualTruths = ["label", "target", "y_true", "truth", "actual"]
    static let usualPredictions = ["prediction", "predicted", "predicted_label", "y_pred"]
    static let usualScores = ["score", "probability", "y_score", "y_prob"]
    static let usualWeights = ["sample_weight"]
    static let usualGroups = ["query", "query_id", "qid"]
    /// What stands before a label in the name of its column of scores.
    static let scorePrefixes = ["score_", "probability_", "proba_"]
    static let truthPrefix = "label_"
    static let predictionPrefix = "prediction_"
}

/// The columns of a file, each with what it means.
struct PredictionLayout: Sendable {
    let task: EvaluationTask
    let truth: [String]
    let prediction: [String]
    /// One of the positive label or of a ranking, or one of each label.
    let scores: [String]
    /// Of the columns that there are one of each of, in their order.
    let labels: [String]
    let weight: String?
    let group: String?
    let positive: String?

    /// All of them; each file must have them.
    var columns: [String] {
        truth + scores + prediction + [weight, group].compactMap(\.self)
    }

    /// - Parameters:
    ///   - target: the schema's; the truth if nothing else is said.
    ///   - sample: some rows, a text a column; nil for a missing value.
    /// - Throws: `EvaluationError` if a column is missing.
    init(
        _ columns: PredictionColumns, header: [String], sample: [[String?]], file: String,
        target: String?
    ) throws(EvaluationError) {
        let finder = ColumnFinder(header: header, file: file)
        weight = try finder.column(columns.weight, PredictionColumns.usualWeights)
        group = try finder.column(columns.group, PredictionColumns.usualGroups)
        positive = columns.positive.map(WholeNumberLabel.text)
        let sets = finder.labels(after: [PredictionColumns.truthPrefix])
        if columns.task == .multilabel
            || (columns.task == nil && columns.truth == nil && !sets.isEmpty)
        {
            task = .multilabel
            labels = sets.map(\.label)
            truth = sets.map(\.column)
            scores = try finder.columns(of: labels, PredictionColumns.scorePrefixes)
            prediction = try finder.columns(of: labels, [PredictionColumns.predictionPrefix])
            guard !labels.isEmpty, !(scores.isEmpty && prediction.isEmpty) else {
                throw .noPredictions(file: file, header: header)
            }
            return
        }
        guard
            let own = try finder.column(
                columns.truth, [target].compactMap(\.self) + PredictionColumns.usualTruths)
        else { throw .noTruth(file: file, header: header) }
        truth = [own]
        let found = finder.labels(after: PredictionColumns.scorePrefixes)
        let score = try finder.column(columns.score, PredictionColumns.usualScores)
        prediction = [try finder.column(columns.prediction, PredictionColumns.usualPredictions)]
            .compactMap(\.self)
        let isNumeric = NumericSample(sample, header.firstIndex(of: own))
        task = columns.task ?? Self.task(isNumeric, score, found.count, group)
        switch task {
        case .multiclass, .binary:
            let perLabel = score == nil && found.count > 1
            labels = perLabel ? found.map { WholeNumberLabel.text($0.label) } : []
            scores = perLabel ? found.map(\.column) : score.map { [$0] } ?? []
        case .regression, .ranking, .multilabel:
            labels = []
            scores = [score ?? prediction.first].compactMap(\.self)
        }
        guard !(scores.isEmpty && prediction.isEmpty) else {
            throw .noPredictions(file: file, header: header)
        }
    }

    /// By what there is: a group makes a ranking, scores of labels or one of two make classes;
    /// numbers that are many or no whole ones make a regression.
    private static func task(
        _ truth: NumericSample, _ score: String?, _ scoredLabels: Int, _ group: String?
    ) -> EvaluationTask {
        if group != nil { return .ranking }
        if scoredLabels > 2 { return .multiclass }
        if scoredLabels == 2 { return .binary }
        if truth.looksContinuous { return .regression }
        return score != nil || truth.distinctCount <= 2 ? .binary : .multiclass
    }
}

/// What some values of a column look like.
private struct NumericSample {
    private(set) var looksContinuous = false
    private(set) var distinctCount = 0

    init(_ sample: [[String?]], _ column: Int?) {
        guard let column else { return }
        let values = Set(sample.compactMap { $0.indices.contains(column) ? $0[column] : nil })
        let numbers = values.compactMap(Double.init)
        distinctCount = Set(values.map(WholeNumberLabel.text)).count
        let isWhole = numbers.allSatisfy { $0 == $0.rounded() }
        looksContinuous = numbers.count == values.count && (!isWhole || values.count > 20)
    }
}

/// Looks for columns by their names.
private struct ColumnFinder {
    let header: [String]
    let file: String

    /// The column that is named, else the first usual one that is there.
    func column(_ named: String?, _ usual: [String]) throws(EvaluationError) -> String? {
        guard let named else { return usual.first(where: header.contains) }
        guard header.contains(named) else {
            throw .noSuchColumn(column: named, file: file, header: header)
        }
        return named
    }

    func labels(after prefixes: [String]) -> [(label: String, column: String)] {
        for prefix in prefixes {
            let found = header.filter { $0.hasPrefix(prefix) && $0.count > prefix.count }
            if !found.isEmpty {
                return found.map { (String($0.dropFirst(prefix.count)), $0) }
            }
        }
        return []
    }

    /// One column of each label, or none at all.
    func columns(of labels: [String], _ prefixes: [String]) throws(EvaluationError) -> [String] {
        for prefix in prefixes {
            let found = labels.map { prefix + $0 }.filter(header.contains)
            if found.count == labels.count { return found }
            if !found.isEmpty, let lost = labels.first(where: { !header.contains(prefix + $0) }) {
                throw .noSuchColumn(column: prefix + lost, file: file, header: header)
            }
        }
        return []
    }
}
