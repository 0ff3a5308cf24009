import Evaluation
import RunDocument

/// What was asked of the model, and how it came out.
struct GateTable {
    private static let limit = 200

    let report: EvaluationReport
    let checks: [Check]

    var part: EvaluationPart? {
        let gates = Self.gates(report, checks)
        guard !gates.isEmpty else { return nil }
        return EvaluationPart(id: "gates", title: "Gates") { output in
            table.write(gates.prefix(Self.limit).map(row), to: &output)
            output.more(gates.count - Self.limit, "gates")
        }
    }

    /// Those that failed first, then those that are open.
    static func gates(_ report: EvaluationReport, _ checks: [Check]) -> [GateResult] {
        let order: [Check.Status] = [.failed, .inconclusive, .warning, .passed, .skipped]
        let slices = Dictionary(
            report.slices.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let metrics = Dictionary(
            report.metrics.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let gates = checks.compactMap { GateResult($0, metrics: metrics, slices: slices) }
        return order.flatMap { status in gates.filter { $0.check.status == status } }
    }

    private var table: FigureTable {
        FigureTable(
            kind: "gates",
            caption: "Gates and how they came out",
            columns: [
                .init(label: "Gate"), .init(label: "Verdict"),
                .init(label: "Observed", kind: "number"), .init(label: "Bound"),
                .init(label: "Range", kind: "strip", hint: RangeWords.hint(report.confidence)),
                .init(label: "Baseline", kind: "number"), .init(label: "Change", kind: "number"),
            ])
    }

    private func row(_ gate: GateResult) -> FigureTable.Row {
        let verdict = CheckMark(gate.check.status)
        return FigureTable.Row(
            tone: verdict.rowKind,
            cells: [
                .init { output in
                    output.element("bdi", ["class": "name"], gate.metric)
                    if let slice = gate.slice {
                        output.element("small") { $0.element("bdi", slice) }
                    }
                },
                .init { output in
                    output.element("strong", ["class": verdict.tone], verdict.text)
                },
                .number(gate.observed),
                .init { output in
                    for words in gate.bounds.words { output.element("span", words) }
                },
                .init { gate.strip?.write(to: &$0) },
                .number(gate.baseline),
                .init { output in
                    guard let change = gate.change else {
                        return output.element("span", ["class": "soft"], "–")
                    }
                    change.write(to: &output)
                },
            ])
    }
}
