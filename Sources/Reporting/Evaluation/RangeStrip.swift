import Evaluation
import RunReporting

/// A value, its interval and its baseline on one line of a table.
///
/// It stretches to the width of its cell; what must stay round is the end of a line without length.
struct RangeStrip {
    let scale: PlotScale
    /// What it shows, for those who do not see it, or point at it; printable.
    let title: String
    var value: Double?
    var interval: Interval?
    var baseline: Double?
    /// Where a line stands across it: the value of all rows.
    var line: Double?
    /// What a gate lets pass; its finite ends are marked.
    var allowed: ClosedRange<Double>?
    /// The class of the value: `good`, `bad`, `warn`, or none.
    var tone: String?

    func write(to output: inout MarkupWriter) {
        let attributes: MarkupWriter.Attributes = [
            "class": "range", "role": "img", "viewBox": "0 0 100 24",
            "preserveAspectRatio": "none",
        ]
        output.element("svg", attributes) { output in
            output.element("title", title)
            writeAllowed(to: &output)
            if let line { path("line whole", "M\(x(line)) 0V24", to: &output) }
            let hasBaseline = baseline?.isFinite == true
            let height = hasBaseline ? "8.5" : "12"
            if let baseline, hasBaseline {
                path("line dot before", "M\(x(baseline)) 17h.01", to: &output)
                path("line dot hole", "M\(x(baseline)) 17h.01", to: &output)
            }
            let tone = tone.map { " \($0)" } ?? ""
            if let interval, interval.lower.isFinite, interval.upper.isFinite {
                let (start, end) = (x(interval.lower), x(interval.upper))
                path("line span\(tone)", "M\(start) \(height)H\(end)", to: &output)
            }
            if let value, value.isFinite {
                path("line dot\(tone)", "M\(x(value)) \(height)h.01", to: &output)
            }
        }
    }

    private func x(_ number: Double) -> String {
        NumberText.coordinate(100 * scale.position(number))
    }

    private func path(_ kind: String, _ path: String, to output: inout MarkupWriter) {
        output.empty("path", ["class": kind, "d": path])
    }

    private func writeAllowed(to output: inout MarkupWriter) {
        guard let allowed else { return }
        let start = 100 * scale.position(allowed.lowerBound)
        let end = 100 * scale.position(allowed.upperBound)
        output.empty(
            "rect",
            [
                "class": "allowed", "x": NumberText.coordinate(start), "y": "0",
                "width": NumberText.coordinate(max(0, end - start)), "height": "24",
            ])
        for bound in [allowed.lowerBound, allowed.upperBound] where bound.isFinite {
            path("line bound", "M\(x(bound)) 0V24", to: &output)
        }
    }
}
