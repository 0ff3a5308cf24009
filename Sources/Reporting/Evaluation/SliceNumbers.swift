import Evaluation
import Markup

/// All metrics of some slices, folded away.
struct SliceNumbers {
    private static let limit = 10

    let slices: [SliceResult]
    /// The order of the metrics.
    let names: [String]

    func write(to output: inout MarkupWriter) {
        let told = Set(slices.flatMap(\.metrics.keys))
        let known = Set(names)
        let metrics = names.filter(told.contains) + told.subtracting(known).sorted()
        guard metrics.count > 1 else { return }
        let shown = metrics.prefix(Self.limit)
        let table = FigureTable(
            kind: "plain",
            caption: "All metrics of these slices",
            columns: [.init(label: "Slice")]
                + shown.map { .init(label: $0.printable(limit: 60), kind: "number") })
        output.element("details") { output in
            output.element("summary", "All metrics of these slices")
            output.element("div", ["class": "scroll"]) { output in
                let rows = slices.map { slice in
                    FigureTable.Row(
                        cells: [.data(slice.name, limit: 80)]
                            + shown.map { .number(slice.metrics[$0] ?? nil) })
                }
                table.write(rows, to: &output)
            }
            output.more(metrics.count - Self.limit, "metrics")
        }
        output.newline()
    }
}
