import RunReporting

/// The axes of a plot, drawn so that its text stays legible as wide as a telephone.
struct PlotFrame {
    struct Axis {
        let label: String
        let scale: PlotScale
        var format: (Double) -> String = NumberText.short
        /// Nil for round numbers.
        var ticks: [Double]?
    }

    static let width = 360.0

    let title: String
    /// What the plot shows, for those who do not see it.
    let summary: String
    let xAxis: Axis
    let yAxis: Axis
    let height: Double
    private let xTicks: [Double]
    private let yTicks: [Double]
    /// As wide as the longest label of the axis, but mostly the same, so that plots are in line.
    private let left: Double

    private static let top = 24.0
    private static let bottom = 42.0
    private static let right = 14.0
    /// A letter of a label takes so many pixels at most, a line of text so many.
    private static let (letterWidth, lineHeight) = (7.2, 15.0)

    init(title: String, summary: String, x: Axis, y: Axis, height: Double = 300) {
        self.title = title
        self.summary = summary
        xAxis = x
        yAxis = y
        self.height = height
        yTicks =
            AxisTicks(
                axis: y, length: height - Self.top - Self.bottom, count: height < 200 ? 3 : 5
            ) { _ in Self.lineHeight }.numbers
        let letters = yTicks.map { y.format($0).count }.max() ?? 0
        left = min(110, max(44, 14 + 7 * Double(letters)))
        xTicks =
            AxisTicks(axis: x, length: Self.width - left - Self.right, count: 5) { label in
                Self.letterWidth * Double(label.count + 1)
            }.numbers
    }

    func x(_ number: Double) -> Double {
        left + xAxis.scale.position(number) * (Self.width - left - Self.right)
    }

    func y(_ number: Double) -> Double {
        height - Self.bottom
            - yAxis.scale.position(number) * (height - Self.top - Self.bottom)
    }

    /// Where a point lies, for a path.
    func place(_ x: Double, _ y: Double) -> String {
        "\(NumberText.coordinate(self.x(x))) \(NumberText.coordinate(self.y(y)))"
    }

    func write(to output: inout MarkupWriter, _ content: (inout MarkupWriter) -> Void) {
        let box = "0 0 \(NumberText.coordinate(Self.width)) \(NumberText.coordinate(height))"
        output.element("svg", ["class": "plot", "role": "img", "viewBox": box]) { output in
            output.element("title", title)
            output.element("desc", summary)
            writeGrid(to: &output)
            content(&output)
        }
        output.newline()
    }

    /// A straight line from one point to another.
    func line(
        _ kind: String,
        from: (x: Double, y: Double),
        to: (x: Double, y: Double),
        in output: inout MarkupWriter
    ) {
        output.empty(
            "path",
            ["class": "line \(kind)", "d": "M\(place(from.x, from.y))L\(place(to.x, to.y))"])
    }

    private func writeGrid(to output: inout MarkupWriter) {
        let (low, high) = (yAxis.scale.low, yAxis.scale.high)
        for tick in xTicks {
            line("grid", from: (tick, low), to: (tick, high), in: &output)
            text(xAxis.format(tick), x(tick), height - Self.bottom + 16, "middle", to: &output)
        }
        for tick in yTicks {
            line(
                "grid", from: (xAxis.scale.low, tick), to: (xAxis.scale.high, tick), in: &output)
            text(yAxis.format(tick), left - 6, y(tick) + 4, "end", to: &output)
        }
        let middle = left + (Self.width - left - Self.right) / 2
        text(xAxis.label, middle, height - 6, "middle", kind: "name", to: &output)
        text(yAxis.label, 0, 12, "start", kind: "name", to: &output)
    }

    private func text(
        _ text: String,
        _ x: Double,
        _ y: Double,
        _ anchor: String,
        kind: String? = nil,
        to output: inout MarkupWriter
    ) {
        output.element(
            "text",
            [
                "class": kind, "x": NumberText.coordinate(x), "y": NumberText.coordinate(y),
                "text-anchor": anchor,
            ],
            text
        )
    }
}
