import Profile
import RunReporting

/// How the values of a column are distributed: a histogram of its numbers, its frequent texts.
struct ColumnChart {
    private static let binLimit = 20
    /// As many neighbouring integers get a bar each: the hours of a day, the days of a month.
    private static let integerLimit = 31

    let row: ColumnRow

    func write(to output: inout MarkupWriter) {
        let (numbers, texts) = (row.column.numbers, row.column.texts)
        if numbers.count > 0 { writeHistogram(to: &output) }
        if texts.count > 0 {
            ValueBars(
                texts: texts,
                reference: row.reference?.profile.texts,
                isRedacted: row.column.isRedacted
            ).write(to: &output)
        }
        if row.column.present == 0 { output.element("span", ["class": "soft"], "no values") }
        let special = [
            (numbers.nan, "NaN"), (numbers.positiveInfinity, "+∞"),
            (numbers.negativeInfinity, "−∞"),
        ].filter { $0.0 > 0 }.map { "\(NumberText.count($0.0)) \($0.1)" }
        if !special.isEmpty {
            output.element("small", "and \(special.joined(separator: ", "))")
        }
    }

    private func writeHistogram(to output: inout MarkupWriter) {
        guard let edges, let current = histogram(of: row.column, edges, row.quantile) else {
            return output.element("span", ["class": "soft"], "too many values to draw")
        }
        let reference = row.reference.flatMap { histogram(of: $0.profile, edges, $0.quantile) }
        let drawing = HistogramDrawing(
            name: row.column.name,
            current: current,
            reference: reference,
            isInteger: isInteger
        )
        drawing.write(to: &output)
        let isEach = drawing.isLabelledEach
        let labels =
            isEach
            ? current.counts.indices.map(drawing.interval)
            : [range?.low, range?.high].compactMap { $0.map(NumberText.value) }
        output.element("span", ["class": isEach ? "axis each" : "axis"]) { output in
            for label in labels { output.element("span", label) }
        }
    }

    /// From the least number of both sides to the greatest.
    private var range: (low: Double, high: Double)? {
        let sides = [row.column.numbers, row.reference?.profile.numbers].compactMap(\.self)
        let minima = sides.compactMap(\.minimum)
        let maxima = sides.compactMap(\.maximum)
        guard let low = minima.min(), let high = maxima.max() else { return nil }
        return (low, high)
    }

    private var isInteger: Bool {
        let sides = [row.column.numbers, row.reference?.profile.numbers].compactMap(\.self)
        return sides.allSatisfy { $0.integers == $0.count }
    }

    private var edges: [Double]? {
        guard let (low, high) = range else { return nil }
        guard isInteger else {
            return Histogram.edges(from: low, to: high, bins: Self.binLimit)
        }
        let isShort = high - low < Double(Self.integerLimit)
        let limit = isShort ? Self.integerLimit : Self.binLimit
        return Histogram.integerEdges(from: low, to: high, atMost: limit)
    }

    private func histogram(
        of column: ColumnProfile,
        _ edges: [Double],
        _ quantile: (Double) -> Double?
    ) -> Histogram? {
        let numbers = column.numbers
        guard numbers.count > 0 else { return nil }
        if let counts = numbers.counts { return Histogram(counts: counts, edges: edges) }
        guard let least = quantile(0) else { return nil }
        return Histogram(total: numbers.count, edges: edges) { quantile($0) ?? least }
    }
}
