import Evaluation
import Markup

/// What a small confusion matrix says, in sentences.
struct ConfusionWords {
    let report: EvaluationReport

    /// Printable; one for each of two classes.
    var sentences: [String] {
        guard report.labels.count == 2, report.confusion.count == 2 else { return [] }
        return (0..<2).compactMap { truth in
            let row = report.confusion[truth]
            guard row.count == 2, row.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
            let total = row[0] + row[1]
            guard total > 0 else { return nil }
            let (own, other) = (label(truth), label(1 - truth))
            let missed = row[1 - truth]
            return "Of \(NumberText.value(total)) that are \(own), \(NumberText.value(missed)) "
                + "(\(NumberText.percent(missed / total))) are taken for \(other)."
        }
    }

    private func label(_ index: Int) -> String {
        let label = report.labels[index]
        return "‘\(label.isEmpty ? "(empty)" : label.printable(limit: 60))’"
    }
}
