package import Dataset
package import Model
package import RunDocument

/// What must hold of a model's answers, whatever they are.
package struct OutputSchema: Sendable {
    /// As 32-bit numbers that were meant to sum to 1 do.
    package static let modelTolerance = 1e-4
    /// As numbers do that were rounded for a file.
    package static let fileTolerance = 0.02
    /// Rows that a check lists at most.
    private static let shownRows = 10

    private let labels: [String]
    private let task: DatasetKey.Task?
    private let target: TableField?
    private let sumTolerance: Double

    /// - Parameters:
    ///   - labels: those that the data and the schema know; empty for a regression.
    ///   - task: multilabel scores need not sum to 1.
    ///   - target: its bounds hold for a regression's values.
    ///   - sumTolerance: how far the sum of a row's scores may be from 1.
    package init(
        labels: [String], task: DatasetKey.Task?, target: TableField?,
        sumTolerance: Double = Self.modelTolerance
    ) {
        self.sumTolerance = sumTolerance
        self.labels = labels
        self.task = task
        self.target = target
    }

    /// Holds the answers for some rows against the schema, a check for each thing.
    package func checks(_ predictions: Predictions, inputRows: Int) -> [Check] {
        var checks = [count(predictions, inputRows)]
        checks += scoreChecks(predictions)
        if checks.count > 1, !predictions.labels.isEmpty { checks.append(labelCheck(predictions)) }
        return checks
    }

    /// Holds the scores of each row against the schema; none if there are not whole rows.
    func scoreChecks(_ predictions: Predictions) -> [Check] {
        guard predictions.scores.count == predictions.rowCount * predictions.width else {
            return []
        }
        var checks = [
            check("finite", "no NaN and no infinity", predictions) { $0.allSatisfy(\.isFinite) }
        ]
        if predictions.labels.isEmpty {
            checks += bounds(predictions)
        } else {
            checks.append(
                check("range", "scores from 0 to 1", predictions) { scores in
                    scores.allSatisfy { $0 >= 0 && $0 <= 1 || $0.isNaN }
                })
            if sumsToOne(predictions) {
                checks.append(
                    check("sum", "scores sum to 1 ± \(sumTolerance)", predictions) { scores in
                        let sum = scores.reduce(0, +)
                        return !sum.isFinite || (sum - 1).magnitude <= sumTolerance
                    })
            }
        }
        return checks
    }

    private func sumsToOne(_ predictions: Predictions) -> Bool {
        (task == .binary || task == .multiclass) && predictions.width > 1
    }

    private func count(_ predictions: Predictions, _ inputRows: Int) -> Check {
        let found = predictions.scores.count / predictions.width
        let isWhole =
            predictions.rowCount == inputRows && found == inputRows
            && predictions.scores.count % predictions.width == 0
        return Check(
            id: "output/rows", status: isWhole ? .passed : .failed,
            observed: .integer(Int64(min(found, predictions.rowCount))),
            expected: "\(inputRows) rows",
            message: isWhole
                ? nil : "the model answered \(found) rows of \(inputRows)"
        )
    }

    private func labelCheck(_ predictions: Predictions) -> Check {
        let unknown = predictions.labels.filter { !labels.contains($0) }
        let absent = labels.filter { !predictions.labels.contains($0) }
        var reasons: [String] = []
        if !unknown.isEmpty {
            reasons.append("gives labels that the data does not have: \(list(unknown))")
        }
        if !absent.isEmpty { reasons.append("never gives \(list(absent))") }
        return Check(
            id: "output/labels", status: reasons.isEmpty ? .passed : .failed,
            observed: .array(predictions.labels.map(JSONValue.string)),
            expected: "the labels \(list(labels))",
            message: reasons.isEmpty ? nil : "the model \(reasons.joined(separator: " and "))"
        )
    }

    private func list(_ words: [String]) -> String {
        words.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
            + (words.count > 20 ? ", …" : "")
    }

    private func bounds(_ predictions: Predictions) -> [Check] {
        guard let bounds = target?.constraints.bounds, !bounds.isEmpty else { return [] }
        let numbers = bounds.compactMap { bound in bound.value.doubleValue.map { (bound.key, $0) } }
        let signs = [
            "minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<",
        ]
        let expected = numbers.map { "\(signs[$0.0] ?? "") \($0.1)" }.joined(separator: ", ")
        return [
            check("range", expected, predictions) { values in
                values.allSatisfy { value in
                    value.isNaN || numbers.allSatisfy { Self.holds($0.0, value, $0.1) }
                }
            }
        ]
    }

    private static func holds(_ bound: String, _ value: Double, _ limit: Double) -> Bool {
        switch bound {
        case "minimum": value >= limit
        case "maximum": value <= limit
        case "exclusiveMinimum": value > limit
        default: value < limit
        }
    }

    /// A check of each row's scores by themselves.
    private func check(
        _ name: String, _ expected: String, _ predictions: Predictions,
        _ holds: (ArraySlice<Double>) -> Bool
    ) -> Check {
        let width = predictions.width
        let wrong = (0..<predictions.rowCount).filter {
            !holds(predictions.scores[$0 * width..<($0 + 1) * width])
        }
        return Self.check(name, expected, wrong) { row in
            let scores = predictions.scores[row * width..<min((row + 1) * width, row * width + 10)]
            return scores.map { "\($0)" }.joined(separator: ", ")
        }
    }

    static func check(
        _ name: String, _ expected: String, _ wrong: [Int], value: (Int) -> String
    ) -> Check {
        var check = Check(
            id: "output/\(name)", status: wrong.isEmpty ? .passed : .failed,
            observed: .integer(Int64(wrong.count)), expected: expected)
        guard let first = wrong.first else { return check }
        check.message =
            "\(wrong.count) \(wrong.count == 1 ? "row does" : "rows do") not keep '\(expected)'; "
            + "row \(first + 1) has \(value(first))"
        check["rows"] = .array(wrong.prefix(shownRows).map { .integer(Int64($0 + 1)) })
        return check
    }
}
