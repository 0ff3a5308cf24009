/// How a metric moved, as a small picture that stands beside it in a mail: a ring where it was in
/// production, a disc where it is now in the interval that it is known with, a bar at its gate.
///
/// The picture holds no text, is transparent, and its colours are seen on white and on black.
package struct MetricPlot {
    /// In the pixels of a page; the picture has twice as many each way, for dense screens.
    static let width = 160
    static let height = 18

    private static let density: Float = 2
    private static let grey = Canvas.Colour(0.48, 0.51, 0.55, 1)
    private static let green = Canvas.Colour(0.18, 0.62, 0.33, 1)
    private static let red = Canvas.Colour(0.88, 0.28, 0.24, 1)

    private let row: MetricComparison.Row
    private let after: Double
    private let scale: ClosedRange<Double>

    /// Nil if there is nothing to see: the metric is undefined, or stands alone.
    package init?(_ row: MetricComparison.Row) {
        guard let after = row.after else { return nil }
        let others =
            [row.before, row.lowerBound, row.upperBound].compactMap(\.self)
            + (row.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
        guard !others.isEmpty else { return nil }
        self.row = row
        self.after = after
        scale = Self.scale(of: others + [after])
    }

    /// By which a page refers to the picture of a row.
    static func identifier(_ index: Int, domain: String) -> String { "plot-\(index)@\(domain)" }

    /// For those who do not see it.
    package var description: String {
        var parts: [String] = []
        if let before = row.before { parts.append("before \(NumberText.plain(before))") }
        parts.append("now \(NumberText.plain(after))")
        if let interval = row.interval {
            let ends = [interval.lowerBound, interval.upperBound].map(NumberText.plain)
            parts.append("known to lie from \(ends[0]) to \(ends[1])")
        }
        if let bound = row.lowerBound {
            parts.append("the gate asks for at least \(NumberText.plain(bound))")
        }
        if let bound = row.upperBound {
            parts.append("the gate asks for at most \(NumberText.plain(bound))")
        }
        return parts.joined(separator: ", ")
    }

    package var png: [UInt8] {
        var canvas = Canvas(
            width: Self.width * Int(Self.density), height: Self.height * Int(Self.density))
        let middle = Float(Self.height) / 2
        func point(_ value: Double, _ y: Float = middle) -> SIMD2<Float> {
            SIMD2(position(value), y) * Self.density
        }
        let (start, end) = (point(scale.lowerBound), point(scale.upperBound))
        canvas.line(from: start, to: end, radius: 1, Self.grey.faded(0.45))
        if let interval = row.interval {
            canvas.line(
                from: point(interval.lowerBound), to: point(interval.upperBound), radius: 5,
                colour.faded(0.35))
        }
        for bound in [row.lowerBound, row.upperBound].compactMap(\.self) {
            canvas.line(
                from: point(bound, 2), to: point(bound, Float(Self.height) - 2), radius: 1.5,
                Self.grey)
        }
        if let before = row.before {
            canvas.erase(around: point(before), radius: 6)
            canvas.ring(around: point(before), radius: 7, thickness: 3, Self.grey)
        }
        canvas.line(from: point(after), to: point(after), radius: 9, colour)
        return PNGImage.bytes(canvas)
    }

    private var colour: Canvas.Colour {
        switch row.direction {
        case .better: Self.green
        case .worse: Self.red
        case .same, .unknown: Self.grey
        }
    }

    /// Room for all values, and so much more that a hundredth of a value is a tenth of the width at
    /// most: a small change must not look like a large one.
    private static func scale(of values: [Double]) -> ClosedRange<Double> {
        let low = values.min() ?? 0
        let high = values.max() ?? 0
        let least = 0.1 * max(abs(low), abs(high))
        let span = max((high - low) * 1.1, least, .leastNormalMagnitude)
        let middle = low / 2 + high / 2
        return (middle - span / 2)...(middle + span / 2)
    }

    /// Where a value stands from left to right; what cannot be placed stands in the middle.
    private func position(_ value: Double) -> Float {
        let margin = 6.0
        let share = (value - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
        let safe = share.isFinite ? min(1, max(0, share)) : 0.5
        return Float(margin + safe * (Double(Self.width) - 2 * margin))
    }
}

extension Canvas.Colour {
    fileprivate func faded(_ opacity: Float) -> Canvas.Colour { .init(x, y, z, w * opacity) }
}
