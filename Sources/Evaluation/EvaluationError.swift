package import RunDocument

/// An evaluation that cannot be done as asked.
package enum EvaluationError: Failure, Equatable {
    case noRows(data: String)
    case noTarget(column: String)
    case unknownLabel(label: String, known: [String])
    case noSuchLabel(label: String, known: [String])
    /// Of a model.
    case noPositiveLabel(label: String, known: [String])
    case notANumber(column: String, row: Int)
    /// Of a label, or a number that is predicted.
    case invalidScore(row: Int, label: String?, value: Double)
    case otherLabels(expected: [String], found: [String])
    case wrongRowCount(expected: Int, found: Int)
    case noWeights(column: String)
    case invalidWeight(column: String, row: Int)
    case notAReport(path: String)
    case otherRows(name: String, difference: String)
    case noTruth(file: String, header: [String])
    case noPredictions(file: String, header: [String])
    case noSuchColumn(column: String, file: String, header: [String])
    case noPrediction(column: String, row: Int)
    case invalidCell(column: String, row: Int, value: Double, expected: String)
    case tooManyLabels(found: [String])
    /// More than any metric of classes can be told for.
    case noClasses(column: String, labelCount: Int)
    case invalidGate(reason: String, hint: String?)
    case changedModel(expected: String, found: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .noRows, .noTarget, .unknownLabel, .noSuchLabel, .notANumber, .invalidScore,
            .changedModel,
            .otherLabels, .wrongRowCount, .noWeights, .invalidWeight, .noTruth, .noPredictions,
            .noSuchColumn, .noPrediction,
            .invalidCell, .tooManyLabels, .noClasses, .notAReport, .otherRows:
            .dataFormat
        case .invalidGate, .noPositiveLabel: .configuration
        }
    }

    package var description: String {
        switch self {
        case .noRows(let data): "\(data) has no row with a target, so nothing can be evaluated"
        case .noTarget(let column): "the data has no column '\(column)', which the model predicts"
        case .unknownLabel(let label, let known):
            "the data has the label '\(label)', which the model does not know; it knows \(known.joined(separator: ", "))"
        case .noSuchLabel(let label, _): "the predictions have no label '\(label)'"
        case .noPositiveLabel(let label, _):
            "the model has no label '\(label)', which is said to be the positive one"
        case .notANumber(let column, let row): "'\(column)' is not a number in row \(row)"
        case .invalidScore(let row, let label, let value):
            label.map {
                "the model's score of '\($0)' for row \(row) is \(value), which is no probability"
            } ?? "the model's prediction for row \(row) is \(value), which is no finite number"
        case .otherLabels(let expected, let found):
            "the model gives the labels \(found.joined(separator: ", ")) where "
                + "\(expected.joined(separator: ", ")) belong"
        case .wrongRowCount(let expected, let found):
            "the model answered \(found) rows of \(expected)"
        case .noWeights(let column): "the data has no column of numbers '\(column)' for weights"
        case .invalidWeight(let column, let row):
            "'\(column)' is no weight in row \(row): it must be a number from 0 up"
        case .otherRows(let name, let difference):
            "'\(name)' and the candidate's predictions are not of the same rows: \(difference)"
        case .notAReport(let path): "'\(path)' is no report of an evaluation"
        case .noTruth(let file, _): "'\(file)' has no column with the true labels or numbers"
        case .noPredictions(let file, _): "'\(file)' has no column with predictions or scores"
        case .noSuchColumn(let column, let file, _): "'\(file)' has no column '\(column)'"
        case .noPrediction(let column, let row): "'\(column)' is missing in row \(row)"
        case .invalidCell(let column, let row, let value, let expected):
            "'\(column)' is \(value) in row \(row), not \(expected)"
        case .tooManyLabels(let found):
            "there are \(found.count) labels, \(Self.list(found)), and one column of scores"
        case .noClasses(let column, let count):
            "'\(column)' has \(count) labels: is it an identifier?"
        case .invalidGate(let reason, _): reason
        case .changedModel(let expected, let found):
            "the model has changed since it was trained: its digest is \(found), not \(expected)"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidGate(_, let hint): hint
        case .unknownLabel: "train a model from scratch on data that has the new label"
        case .changedModel: "train it again, or name it with --model to evaluate it as it is"
        case .noRows, .noTarget, .notANumber, .invalidScore, .otherLabels, .wrongRowCount,
            .noWeights, .invalidWeight, .noPrediction, .invalidCell:
            nil
        case .otherRows: "both need the same rows in the same order"
        case .noSuchLabel(let label, let known), .noPositiveLabel(let label, let known):
            KnownWords(known).hint(for: label)
        case .notAReport: "write one with mlx-eval --report FILE"
        case .noTruth(_, let header):
            "name it with --truth; there are \(Self.list(header))"
        case .noPredictions(_, let header):
            "name one with --prediction or --score; there are \(Self.list(header))"
        case .noClasses:
            "at most \(LabelLimit.labels) labels can be told apart; numbers to be predicted are a regression"
        case .noSuchColumn(let column, _, let header): KnownWords(header).hint(for: column)
        case .tooManyLabels: "give a column 'score_LABEL' for each label, or a prediction alone"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
    }
}
