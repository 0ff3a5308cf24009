import Markup
import Profile

/// What there is to say of the texts of a column beside the most frequent ones.
struct TextFacts {
    let texts: TextSummary

    var lines: [String] {
        guard texts.count > 0 else { return [] }
        var lines: [String] = []
        if let period { lines.append(period) }
        if let lengths { lines.append(lengths) }
        if texts.distinct.isExact, Int(texts.distinct.value) == texts.count, texts.count > 1 {
            lines.append("no value twice")
        }
        return lines
    }

    private var lengths: String? {
        guard let minimum = texts.minimumLength, let maximum = texts.maximumLength else {
            return nil
        }
        guard minimum < maximum else {
            return "\(NumberText.count(minimum)) character\(minimum == 1 ? "" : "s")"
        }
        let mean = texts.meanLength.map { ", mean \(NumberText.value(($0 * 10).rounded() / 10))" }
        let range = "\(NumberText.count(minimum))–\(NumberText.count(maximum))"
        return "\(range) characters\(mean ?? "")"
    }

    /// The first and the last date; those of ISO 8601 stand in the order of their bytes.
    private var period: String? {
        guard texts.dates == texts.count || texts.datetimes == texts.count,
            let first = texts.counts?.values.first, let last = texts.counts?.values.last,
            [first, last].allSatisfy({ $0.utf8.dropFirst(4).first == UInt8(ascii: "-") })
        else { return nil }
        return "\(first.printable(limit: 30)) to \(last.printable(limit: 30))"
    }
}
