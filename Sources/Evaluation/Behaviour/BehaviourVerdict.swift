import Dataset
import Model
import RunDocument

/// What a model's answers mean for one case.
struct BehaviourVerdict {
    private static let shownExamples = 3

    private let testCase: BehaviourCase
    private let predictions: Predictions
    private let asked: Table
    private let rows: Int
    private let start: Int

    /// - Parameters:
    ///   - asked: the rows that all cases asked about.
    ///   - start: where the case's are; each row is followed by its changed versions.
    init(
        _ testCase: BehaviourCase, _ predictions: Predictions, asked: Table, rows: Int, start: Int
    ) {
        self.testCase = testCase
        self.predictions = predictions
        self.asked = asked
        self.rows = rows
        self.start = start
    }

    func check(file: String) -> Check {
        var failures: [(place: Int, reason: String)] = []
        for row in 0..<rows {
            if let failure = failure(ofRow: row) { failures.append(failure) }
        }
        let bad: Check.Status = testCase.severity == .warning ? .warning : .failed
        let rate = rows == 0 ? 1 : Double(failures.count) / Double(rows)
        let holds = rows > 0 && rate <= testCase.maximumFailureRate
        var check = Check(
            id: "behaviour/\(testCase.name)", status: holds ? .passed : bad,
            observed: .integer(Int64(failures.count)),
            expected: testCase.maximumFailureRate > 0
                ? "at most \(testCase.maximumFailureRate) of the rows fail" : "no row fails",
            file: file, line: testCase.line)
        check["kind"] = .string(testCase.kind.rawValue)
        check["rows"] = .integer(Int64(rows))
        if rows == 0 {
            check.message = "no row of the test data is one for it"
        } else if let first = failures.first {
            check.message = "\(failures.count) of \(rows) failed; \(first.reason)"
            check["examples"] = .array(
                failures.prefix(Self.shownExamples).map { failure in
                    ["input": .object(input(failure.place)), "reason": .string(failure.reason)]
                })
        }
        return check
    }

    /// Why a row fails and which version of it does; nil if it does not.
    private func failure(ofRow row: Int) -> (place: Int, reason: String)? {
        guard testCase.kind != .minimumFunctionality else {
            let place = start + row
            return failedAnswer(place).map { (place, $0) }
        }
        let step = 1 + testCase.changes.count
        let original = start + row * step
        for index in 1..<step {
            if let reason = failedChange(original, original + index) {
                return (original + index, reason)
            }
        }
        return nil
    }

    private func score(_ place: Int, _ label: String) -> Double {
        let position = label.isEmpty ? 0 : predictions.labels.firstIndex(of: label) ?? 0
        return predictions.scores[place * predictions.width + position]
    }

    private func failedAnswer(_ place: Int) -> String? {
        switch testCase.expectation {
        case .answer(let label, let scores):
            if let label, predictions.label(ofRow: place) != label {
                return "the answer is '\(predictions.label(ofRow: place))', not '\(label)'"
            }
            for (label, bounds) in scores.sorted(by: { $0.key < $1.key })
            where !bounds.contains(score(place, label)) {
                return "the score of '\(label)' is \(score(place, label)), not \(bounds.text)"
            }
            return nil
        case .value(let bounds):
            let value = score(place, "")
            return bounds.contains(value) ? nil : "the answer is \(value), not \(bounds.text)"
        case .same, .moves: return nil
        }
    }

    private func failedChange(_ before: Int, _ after: Int) -> String? {
        if case .moves(let moves) = testCase.expectation {
            for (label, direction) in moves.sorted(by: { $0.key < $1.key }) {
                let (old, new) = (score(before, label), score(after, label))
                if !direction.holds(from: old, to: new, tolerance: testCase.tolerance ?? 0) {
                    let subject = label.isEmpty ? "the answer" : "the score of '\(label)'"
                    return "\(subject) goes from \(old) to \(new), not '\(direction.rawValue)'"
                }
            }
            return nil
        }
        guard !predictions.labels.isEmpty else {
            let (old, new) = (score(before, ""), score(after, ""))
            return (new - old).magnitude <= testCase.tolerance ?? 0
                ? nil : "the answer goes from \(old) to \(new)"
        }
        let (old, new) = (predictions.label(ofRow: before), predictions.label(ofRow: after))
        guard old == new else { return "the answer goes from '\(old)' to '\(new)'" }
        guard let tolerance = testCase.tolerance else { return nil }
        for label in predictions.labels {
            let (one, other) = (score(before, label), score(after, label))
            if !((one - other).magnitude <= tolerance) {
                return "the score of '\(label)' goes from \(one) to \(other)"
            }
        }
        return nil
    }

    /// A row as the model saw it; what is missing is null.
    private func input(_ place: Int) -> JSONObject {
        asked.columns.reduce(into: [:]) { members, column in
            switch column.values {
            case .numeric(let numbers):
                members[column.name] = numbers[place].isNaN ? .null : .number(numbers[place])
            case .text(let codes, let labels):
                members[column.name] =
                    codes[place] < 0 ? .null : .string(labels[Int(codes[place])])
            }
        }
    }
}
