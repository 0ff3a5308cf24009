import RunDocument
import RunReporting

/// What was asked of the model, and how it came out.
struct GateTable {
    private static let limit = 200

    let gates: [GateResult]
    /// Of the intervals; nil if there are none.
    let confidence: Double?

    var part: EvaluationPart? {
        guard !gates.isEmpty else { return nil }
        return EvaluationPart(id: "gates", title: "Gates") { output in
            table.write(gates.prefix(Self.limit).map(row), to: &output)
            output.more(gates.count - Self.limit, "gates")
        }
    }

    private var hasStrip: Bool { gates.contains { $0.strip != nil } }
    private var hasBaseline: Bool { gates.contains { $0.baseline != nil } }

    private var table: FigureTable {
        var columns: [FigureTable.Column] = [
            .init(label: "Gate"), .init(label: "Verdict"),
            .init(label: "Observed", kind: "number"), .init(label: "Bound"),
        ]
        if hasStrip {
            columns.append(.init(label: "Range", kind: "strip", hint: RangeWords.hint(confidence)))
        }
        if hasBaseline {
            columns += [
                .init(label: "Baseline", kind: "number"), .init(label: "Change", kind: "number"),
            ]
        }
        return FigureTable(
            kind: "gates", caption: "Gates and how they came out", columns: columns)
    }

    private func row(_ gate: GateResult) -> FigureTable.Row {
        let verdict = CheckMark(gate.check.status)
        var cells: [FigureTable.Cell] = [
            .init { output in
                output.element("bdi", ["class": "name"], gate.metric)
                if let slice = gate.slice {
                    output.element("small") { $0.element("bdi", slice) }
                }
            },
            .init { write(gate, verdict, to: &$0) },
            .number(gate.observed),
            .init { output in
                for words in gate.bounds.words { output.element("span", words) }
            },
        ]
        if hasStrip { cells.append(.init { gate.strip?.write(to: &$0) }) }
        if hasBaseline { cells += [.number(gate.baseline), .change(gate.change)] }
        return FigureTable.Row(tone: verdict.rowKind, cells: cells)
    }

    private func write(_ gate: GateResult, _ mark: CheckMark, to output: inout MarkupWriter) {
        if gate.isUnjudged {
            output.element("strong", ["class": "soft"], "– not judged: ")
        } else {
            output.element("strong", ["class": mark.tone], mark.text)
        }
        guard let note = gate.note else { return }
        output.element("div") { $0.element("small") { $0.element("bdi", note) } }
    }
}
