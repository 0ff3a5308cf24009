import Evaluation
import RunReporting

/// Places on a curve that say their numbers to who points at them.
struct CurveProbes {
    private static let count = 24

    /// Ascending.
    let points: [CurvePoint]
    let axes: (x: String, y: String)
    let frame: PlotFrame

    func write(to output: inout MarkupWriter) {
        var last: CurvePoint?
        for point in points
        where last.map({ distance($0, point) >= 1 / Double(Self.count) }) ?? true {
            last = point
            output.element(
                "circle",
                [
                    "class": "probe", "r": "5", "cx": NumberText.coordinate(frame.x(point.x)),
                    "cy": NumberText.coordinate(frame.y(point.y)),
                ]
            ) { output in
                let (x, y) = (NumberText.rounded(point.x), NumberText.rounded(point.y))
                output.element("title", "\(axes.x.lowercased()) \(x), \(axes.y.lowercased()) \(y)")
            }
        }
    }

    /// The two coordinates go from 0 to 1 at most, so there are at most twice as many probes.
    private func distance(_ a: CurvePoint, _ b: CurvePoint) -> Double {
        max((a.x - b.x).magnitude, (a.y - b.y).magnitude)
    }
}
