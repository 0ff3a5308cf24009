import RunReporting

/// A share as a horizontal bar in SVG.
struct BarDrawing {
    /// From 0 to 1.
    let share: Double
    /// The class of the drawing.
    let kind: String
    /// For those who cannot see it, or point at it; nil if the text beside it says the same.
    let title: String?
    /// Where the reference stands.
    var mark: Double?

    func write(to output: inout MarkupWriter) {
        let attributes: MarkupWriter.Attributes = [
            "class": "bar \(kind)", "viewBox": "0 0 100 8", "preserveAspectRatio": "none",
            "role": title == nil ? nil : "img", "aria-hidden": title == nil ? "true" : nil,
        ]
        output.element("svg", attributes) { output in
            if let title { output.element("title", title) }
            let width = NumberText.coordinate(share > 0 ? max(1, 100 * share) : 0)
            output.empty("rect", ["class": "fill", "width": width, "height": "8"])
            if let mark, mark > 0 {
                let width = NumberText.coordinate(100 * mark)
                output.empty("rect", ["class": "reference", "width": width, "height": "8"])
            }
        }
    }
}
