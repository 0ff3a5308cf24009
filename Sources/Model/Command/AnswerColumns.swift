/// Which columns of a command's answers hold what.
///
/// A column `prediction` holds the label or the value; `probability_LABEL`, `score_LABEL` or a
/// column with the label's own name holds its score; `score` or `probability` holds that of the
/// second of two labels. With both, the label need not be that of the highest score.
struct AnswerColumns {
    let prediction: String?
    /// One a label, one for two labels, or the value; empty if there are no scores.
    let scores: [String]
    let indices: [String: Int]

    /// - Parameters:
    ///   - names: of all columns, in their order.
    ///   - name: the command's.
    ///   - line: where the names stand.
    /// - Throws: `CommandError.unreadable`, `CommandError.unknownLabel`.
    init(
        _ names: [String], _ metadata: ModelMetadata, name: String, line: Int
    ) throws(CommandError) {
        func unreadable(_ reason: String) -> CommandError {
            .unreadable(name: name, line: line, reason: reason)
        }
        indices = Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })
        prediction = ["prediction", metadata.target].first { names.contains($0) }
        if metadata.labels.isEmpty {
            guard let value = prediction ?? (names.count == 1 ? names[0] : nil) else {
                throw unreadable("it has no 'prediction'")
            }
            scores = [value]
            return
        }
        do throws(Mismatch) {
            scores = try Self.scores(of: metadata.labels, among: names)
        } catch {
            switch error {
            case .incomplete(let found, let missing):
                throw unreadable("it has '\(found)' and no '\(missing)'")
            case .unknownLabel(let label):
                throw .unknownLabel(
                    name: name, line: line, label: label, known: metadata.labels)
            }
        }
        guard prediction != nil || !scores.isEmpty else {
            throw unreadable(
                "it has neither 'prediction' nor 'probability_\(metadata.labels[0])'")
        }
    }

    /// Columns of scores that do not fit the labels.
    private enum Mismatch: Error {
        case incomplete(found: String, missing: String)
        case unknownLabel(String)
    }

    private static func scores(
        of labels: [String], among names: [String]
    ) throws(Mismatch) -> [String] {
        for prefix in ["probability_", "score_", ""] {
            let wanted = labels.map { prefix + $0 }
            guard let first = wanted.first(where: names.contains) else { continue }
            if let missing = wanted.first(where: { !names.contains($0) }) {
                // A feature may have the name of a label.
                if prefix.isEmpty { continue }
                throw .incomplete(found: first, missing: missing)
            }
            let strange = names.first {
                !prefix.isEmpty && $0.hasPrefix(prefix) && !wanted.contains($0)
            }
            if let strange { throw .unknownLabel(String(strange.dropFirst(prefix.count))) }
            return wanted
        }
        if let strange = names.first(where: { $0.hasPrefix("probability_") }) {
            throw .unknownLabel(String(strange.dropFirst("probability_".count)))
        }
        guard labels.count == 2 else { return [] }
        return ["score", "probability"].first { names.contains($0) }.map { [$0] } ?? []
    }
}
