import Markup
import Profile

/// A histogram as SVG, behind the outline of its reference.
struct HistogramDrawing {
    private static let width = 240.0
    private static let height = 56.0

    let name: String
    let current: Histogram
    let reference: Histogram?
    /// Whether the intervals hold integers, and their edges lie halfway between.
    let isInteger: Bool

    /// Whether each interval is one integer, and there are so few that each has its own label.
    var isLabelledEach: Bool { isPerValue && current.counts.count <= 6 }

    private var isPerValue: Bool { isInteger && current.edges[1] - current.edges[0] == 1 }

    func write(to output: inout MarkupWriter) {
        let attributes: MarkupWriter.Attributes = [
            "class": "histogram", "role": "img", "viewBox": "0 0 240 56",
            "preserveAspectRatio": "none",
        ]
        output.element("svg", attributes) { output in
            output.element("title", title)
            for bin in current.counts.indices { writeBar(bin, to: &output) }
            if let reference { writeReference(reference, to: &output) }
            output.empty(
                "line", ["class": "base", "x1": "0", "y1": "56", "x2": "240", "y2": "56"])
        }
    }

    private var title: String {
        let shares = Self.shares(current)
        let peak = shares.indices.max { shares[$0] < shares[$1] } ?? 0
        let share = NumberText.percent(shares[peak])
        return "Histogram of \(name.printable(limit: 80)): most, \(share), at \(interval(peak))"
    }

    /// What a bin holds, in words.
    func interval(_ bin: Int) -> String {
        let inset = isInteger ? 0.5 : 0
        let low = NumberText.value(current.edges[bin] + inset)
        return isPerValue ? low : "\(low) to \(NumberText.value(current.edges[bin + 1] - inset))"
    }

    private static func shares(_ histogram: Histogram) -> [Double] {
        let total = Double(max(1, histogram.total))
        return histogram.counts.map { Double($0) / total }
    }

    private var scale: Double {
        let shares = Self.shares(current) + (reference.map(Self.shares) ?? [])
        return (Self.height - 3) / max(shares.max() ?? 1, .leastNormalMagnitude)
    }

    private func writeBar(_ bin: Int, to output: inout MarkupWriter) {
        let count = current.counts[bin]
        guard count > 0 else { return }
        let share = Self.shares(current)[bin]
        output.element("rect", rectangle(bin, share, kind: "bin")) { output in
            let rows = "\(NumberText.count(count)) \(count == 1 ? "row" : "rows")"
            output.element("title", "\(interval(bin)): \(rows), \(NumberText.percent(share))")
        }
    }

    private func rectangle(
        _ bin: Int,
        _ share: Double,
        kind: String
    ) -> MarkupWriter.Attributes {
        let step = Self.width / Double(current.counts.count)
        let width = isLabelledEach ? min(36, step * 0.7) : step - min(1.5, step * 0.15)
        // A single row among millions is still to be seen.
        let height = max(1, share * scale)
        return [
            "class": kind,
            "x": NumberText.coordinate((Double(bin) + 0.5) * step - width / 2),
            "y": NumberText.coordinate(Self.height - height),
            "width": NumberText.coordinate(width),
            "height": NumberText.coordinate(height),
        ]
    }

    /// The reference's steps, from the base line and back to it; bars where bars stand apart.
    private func writeReference(_ reference: Histogram, to output: inout MarkupWriter) {
        let shares = Self.shares(reference)
        guard !isLabelledEach else {
            for (bin, share) in shares.enumerated() where share > 0 {
                output.empty("rect", rectangle(bin, share, kind: "reference"))
            }
            return
        }
        let step = Self.width / Double(shares.count)
        var path = "M0 56"
        for (bin, share) in shares.enumerated() {
            let top = NumberText.coordinate(Self.height - share * scale)
            path += "V\(top)H\(NumberText.coordinate(Double(bin + 1) * step))"
        }
        output.empty("path", ["class": "reference", "d": path + "V56Z"])
    }
}
