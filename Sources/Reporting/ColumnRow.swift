import Dataset
import Markup
import Profile
import RunDocument

/// One column of the data as a row of the page's table.
struct ColumnRow {
    /// The same column in the reference.
    struct Reference {
        let profile: ColumnProfile
        let quantile: (Double) -> Double?
    }

    let column: ColumnProfile
    let role: Role
    let quantile: (Double) -> Double?
    let reference: Reference?
    let drift: ColumnDrift?
    let checks: [Check]
    /// Whether the table has a column for it.
    let hasDrift: Bool
    let hasChecks: Bool

    func write(to output: inout MarkupWriter) {
        let isFailed = checks.contains { $0.status == .failed }
        let isWarned = checks.contains { $0.status == .warning } || drift?.drifted == true
        let tone = isFailed ? "failed" : isWarned ? "warned" : nil
        output.element("tr", ["role": "row", "class": tone]) { output in
            writeName(to: &output)
            writeMissing(to: &output)
            cell("Distinct", "number distinct", to: &output) { $0.write(distinctText) }
            output.element("td", ["role": "cell", "class": "chart"]) { output in
                ColumnChart(row: self).write(to: &output)
            }
            writeStatistics(to: &output)
            if hasDrift { writeDrift(to: &output) }
            if hasChecks { writeChecks(to: &output) }
        }
        output.newline()
    }

    private func cell(
        _ label: String,
        _ kind: String,
        span: String? = nil,
        to output: inout MarkupWriter,
        _ content: (inout MarkupWriter) -> Void
    ) {
        let attributes: MarkupWriter.Attributes = [
            "role": "cell", "class": kind, "data-label": label, "colspan": span,
        ]
        output.element("td", attributes, content)
    }

    private func writeName(to output: inout MarkupWriter) {
        output.element("th", ["scope": "row", "role": "rowheader"]) { output in
            if column.name.isEmpty {
                output.element("span", ["class": "soft"], "(no name)")
            } else {
                output.element("bdi", ["class": "name"], column.name.printable(limit: 80))
            }
            output.element("span", ["class": "tags"]) { output in
                output.element("span", ["class": "tag"], column.type?.rawValue ?? "empty")
                if role != .feature {
                    output.element("span", ["class": "tag role"], role.rawValue)
                }
            }
        }
    }

    private func writeMissing(to output: inout MarkupWriter) {
        let share = column.rows == 0 ? 0 : Double(column.missing) / Double(column.rows)
        cell("Missing", "number missing", to: &output) { output in
            output.element(
                "span", ["class": share == 0 ? "soft" : nil], NumberText.percent(share))
            guard share > 0 else { return }
            BarDrawing(share: share, kind: "gap", title: nil).write(to: &output)
            output.element("small", NumberText.count(column.missing))
        }
    }

    private var distinctText: String {
        let distinct = column.distinct
        let mark = distinct.isExact ? "" : "≈"
        return mark + NumberText.value(distinct.value.rounded())
    }

    private func writeStatistics(to output: inout MarkupWriter) {
        let numbers = column.numbers
        guard numbers.count > 0 else {
            return cell("Text", "words", span: "4", to: &output) { output in
                if column.isRedacted { output.element("span", "values are redacted") }
                for line in TextFacts(texts: column.texts).lines { output.element("span", line) }
            }
        }
        let median = numbers.counts?.median ?? quantile(0.5)
        let mark = numbers.counts == nil ? "≈" : ""
        let values = [
            ("Min", numbers.minimum.map(NumberText.value)),
            ("Median", median.map { mark + NumberText.value($0) }),
            ("Max", numbers.maximum.map(NumberText.value)),
        ]
        for (label, value) in values {
            cell(label, "number", to: &output) { $0.write(value ?? "–") }
        }
        cell("Mean ± SD", "number", to: &output) { output in
            output.write(numbers.mean.map(NumberText.value) ?? "–")
            guard let deviation = numbers.standardDeviation else { return }
            output.element("small", "± \(NumberText.value(deviation))")
        }
    }

    private func writeDrift(to output: inout MarkupWriter) {
        cell("Drift", "drift", to: &output) { output in
            guard let drift else {
                let text = reference == nil ? "not in the reference" : "not measured"
                return output.element("span", ["class": "soft"], text)
            }
            let verdict = drift.drifted ? "✗ drifted" : "✓ stable"
            output.element("strong", ["class": drift.drifted ? "bad" : "good"], verdict)
            let value = NumberText.value(drift.value)
            output.element("span", "\(drift.method.printable(limit: 40)) \(value)")
            output.element("small", "threshold \(NumberText.value(drift.threshold))")
        }
    }

    private func writeChecks(to output: inout MarkupWriter) {
        let troubled = checks.filter { $0.status == .failed || $0.status == .warning }
        let passed = checks.count { $0.status == .passed }
        cell("Checks", "checks", to: &output) { output in
            for check in troubled.prefix(8) {
                let isFailed = check.status == .failed
                output.element("span", ["class": isFailed ? "bad" : "warn"]) { output in
                    output.write(isFailed ? "✗ " : "! ")
                    output.element("bdi", check.kind.printable(limit: 40))
                }
            }
            if troubled.count > 8 { output.element("span", "and \(troubled.count - 8) more") }
            if passed > 0 {
                output.element("span", ["class": "soft"], "✓ \(passed) passed")
            } else if troubled.isEmpty {
                output.element("span", ["class": "soft"], "none")
            }
        }
    }
}

extension Check {
    /// The id without the column.
    fileprivate var kind: String {
        id.split(separator: "/", maxSplits: 1).first.map(String.init) ?? id
    }
}

extension NumberCounts {
    /// The middle value, or the mean of the two middle ones.
    fileprivate var median: Double? {
        guard total > 0 else { return nil }
        let low = value(at: (total - 1) / 2)
        let high = value(at: total / 2)
        return low == high ? low : low / 2 + high / 2
    }

    private func value(at rank: Int) -> Double {
        var seen = 0
        for (value, count) in zip(values, counts) {
            seen += count
            if seen > rank { return value }
        }
        return values[values.count - 1]
    }
}
