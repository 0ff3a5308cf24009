import Evaluation
import RunReporting

/// Points of curves as a table: those nearest to even steps of the first axis.
struct CurveNumbers {
    private static let steps = 20

    let columns: (x: String, y: String)
    let series: [(label: String, points: [CurvePoint])]

    func write(to output: inout MarkupWriter) {
        let table = FigureTable(
            kind: "plain",
            caption: "\(columns.y) by \(columns.x)",
            columns: [.init(label: columns.x)]
                + series.map { .init(label: $0.label, kind: "number") }
        )
        table.write((0...Self.steps).map(row), to: &output)
    }

    private func row(_ step: Int) -> FigureTable.Row {
        let x = Double(step) / Double(Self.steps)
        let cells = series.map { FigureTable.Cell.number(Self.value(at: x, $0.points)) }
        return FigureTable.Row(cells: [.text(NumberText.value(x))] + cells)
    }

    /// The best value that there is up to there, as a threshold would reach it.
    private static func value(at x: Double, _ points: [CurvePoint]) -> Double? {
        guard let after = points.firstIndex(where: { $0.x >= x - 1e-12 }) else { return nil }
        let (right, left) = (points[after], points[max(0, after - 1)])
        guard right.x > left.x else { return right.y }
        let share = (x - left.x) / (right.x - left.x)
        return left.y + min(1, max(0, share)) * (right.y - left.y)
    }
}
