import Evaluation
import Markup

/// What was evaluated on what, with the digests that name it for good.
struct EvaluationFacts {
    let report: EvaluationReport

    func write(to output: inout MarkupWriter) {
        output.element("dl", ["class": "facts"]) { output in
            write(report.candidate, "Model", to: &output)
            if let baseline = report.baseline { write(baseline, "Baseline", to: &output) }
            write("Data", report.data, digest: report.dataDigest, to: &output)
            write("Task", task, to: &output)
            if let confidence = report.confidence {
                write("Intervals", "at \(NumberText.value(confidence * 100))%", to: &output)
            }
        }
        output.newline()
    }

    private var task: String {
        let labels = report.labels.count
        let classes = labels > 2 ? ", \(NumberText.count(labels)) labels" : ""
        return report.task.rawValue + (report.target.map { " of \($0)" } ?? "") + classes
    }

    private func write(
        _ subject: EvaluationReport.Subject,
        _ label: String,
        to output: inout MarkupWriter
    ) {
        let format = subject.format.map { ", \($0)" } ?? ""
        let place = subject.uri == subject.name || subject.uri.isEmpty ? "" : ", \(subject.uri)"
        write(label, subject.name + format + place, digest: subject.digest, to: &output)
    }

    private func write(
        _ label: String,
        _ text: String,
        digest: String? = nil,
        to output: inout MarkupWriter
    ) {
        output.element("div") { output in
            output.element("dt", label)
            output.element("dd") { output in
                output.element("bdi", text.printable(limit: 400))
                if let digest { output.element("code", digest.printable()) }
            }
        }
    }
}
