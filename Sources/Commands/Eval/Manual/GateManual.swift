import CommandLineTool

/// mlx-gates(7): gates, slices, behaviour tests and metrics of mlx-eval.
enum GateManual {
    static var page: RoffPage {
        var page = RoffPage()
        page.begin("mlx-gates", section: 7, "how mlx-eval judges a model")
        page.section("DESCRIPTION", GateManualText.introduction)
        page.literal(GateManualText.example)
        keys(&page, "EVAL", GateKey.eval, GateManualText.eval)
        keys(&page, "GATES", GateKey.gate, GateManualText.gates)
        page.section("VERDICTS", GateManualText.verdicts)
        page.section("INTERVALS", GateManualText.intervals)
        page.section("BASELINE", GateManualText.baseline)
        keys(&page, "SLICES", GateKey.slice, GateManualText.slices)
        keys(&page, "CASES", GateKey.behaviourCase, GateManualText.cases)
        page.literal(GateManualText.casesExample)
        keys(&page, "COMMANDS", GateKey.command, GateManualText.commands)
        page.section("PREDICTIONS", GateManualText.predictions)
        metrics(&page)
        page.section("DIFFERENCES", GateManualText.differences)
        page.section("EXIT STATUS", GateManualText.statuses)
        page.section("REFERENCES", GateManualText.references)
        page.macro("Sh", "SEE ALSO")
        page.references([("mlx-eval", 1), ("mlx-schema", 7)])
        return page
    }

    private static func keys(
        _ page: inout RoffPage, _ title: String, _ keys: [GateKey], _ text: String
    ) {
        let entries = keys.map {
            RoffPage.KeyEntry(
                $0.key, $0.meaning, fallback: $0.fallback, example: "\($0.key): \($0.example)")
        }
        page.section(title, text, keys: entries)
    }

    private static func metrics(_ page: inout RoffPage) {
        page.section("METRICS", GateManualText.metrics)
        for group in MetricGroup.all {
            page.macro("Ss", group.title)
            page.macro("Bl", "-tag -width indent")
            for metric in group.metrics {
                page.macro("It", metric.names.map { "Cm \($0)" }.joined(separator: " , "))
                page.text("\(metric.meaning).")
            }
            page.macro("El")
        }
    }
}
