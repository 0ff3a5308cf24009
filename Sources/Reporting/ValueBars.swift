import Markup
import Profile

/// The most frequent texts of a column, each with a bar, and a mark where the reference had it.
struct ValueBars {
    private static let limit = 6

    let texts: TextSummary
    let reference: TextSummary?
    /// Whether the values are not shown, only how often each comes.
    let isRedacted: Bool

    private struct Value {
        let text: String
        let share: Double
        /// Nil where there is no reference, or it does not tell.
        let referenceShare: Double?

        var weight: Double { max(share, referenceShare ?? 0) }
    }

    func write(to output: inout MarkupWriter) {
        let values = values
        // A list of values that come once each says nothing.
        guard values.contains(where: { $0.share * Double(texts.count) > 1.5 }) || isShort else {
            return output.element("span", ["class": "soft"], "values that differ row by row")
        }
        let scale = values.flatMap { [$0.share, $0.referenceShare ?? 0] }.max() ?? 1
        let rest = max(0, 1 - values.reduce(0) { $0 + $1.share })
        output.element("ul", ["class": "values"]) { output in
            for value in values { write(value, scale: max(scale, 1e-9), to: &output) }
            let others = texts.distinct.value - Double(values.count(where: { $0.share > 0 }))
            if others >= 0.5, rest > 0 {
                let mark = texts.distinct.isExact ? "" : "≈"
                output.element("li", ["class": "rest"]) { output in
                    output.element("span", "\(mark)\(NumberText.value(others.rounded())) more")
                    output.element("span", NumberText.percent(rest))
                }
            }
        }
    }

    private var isShort: Bool { texts.distinct.value <= Double(Self.limit) }

    /// Frequent here or frequent there, the most frequent here first.
    private var values: [Value] {
        let here = Array(texts.frequent.prefix(Self.limit))
        let known = Set(texts.frequent.map(\.value))
        let gone = (reference?.frequent ?? []).prefix(Self.limit).filter {
            !known.contains($0.value) && texts.counts != nil
        }
        let values =
            here.map { value($0.value, count: $0.count) }
            + gone.map { value($0.value, count: texts.counts?.count(of: $0.value) ?? 0) }
        let weighty = values.sorted { $0.weight > $1.weight }.prefix(Self.limit)
        return weighty.sorted { $0.share > $1.share }
    }

    private func value(_ text: String, count: Int) -> Value {
        Value(
            text: text,
            share: Double(count) / Double(max(1, texts.count)),
            referenceShare: reference.flatMap { reference in
                let found =
                    reference.counts?.count(of: text)
                    ?? reference.frequent.first { $0.value == text }?.count
                return found.map { Double($0) / Double(max(1, reference.count)) }
            }
        )
    }

    private func shown(_ text: String) -> String {
        if isRedacted { return "redacted" }
        return text.isEmpty ? "(empty)" : text.printable(limit: 60)
    }

    private func write(_ value: Value, scale: Double, to output: inout MarkupWriter) {
        output.element("li") { output in
            let text = shown(value.text)
            output.element("bdi", ["title": text], text)
            let share = NumberText.percent(value.share)
            let before = value.referenceShare.map { ", reference \(NumberText.percent($0))" }
            BarDrawing(
                share: value.share / scale,
                kind: "value",
                title: "\(text): \(share)\(before ?? "")",
                mark: value.referenceShare.map { $0 / scale }
            ).write(to: &output)
            output.element("span", share)
        }
    }
}

extension TextCounts {
    /// How often a text was met, by bisection.
    fileprivate func count(of text: String) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle].utf8.lexicographicallyPrecedes(text.utf8) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < values.count && values[low] == text ? counts[low] : 0
    }
}
