import CommandLineTool

/// mlx-gates(7): gates, slices, behaviour tests and metrics of mlx-eval.
enum GateManual {
    static var page: RoffPage {
        var page = RoffPage()
        page.begin("mlx-gates", section: 7, "how mlx-eval judges a model")
        section(&page, "DESCRIPTION", GateManualText.introduction)
        page.literal(GateManualText.example)
        keys(&page, "EVAL", GateKey.eval, GateManualText.eval)
        keys(&page, "GATES", GateKey.gate, GateManualText.gates)
        section(&page, "VERDICTS", GateManualText.verdicts)
        section(&page, "INTERVALS", GateManualText.intervals)
        section(&page, "BASELINE", GateManualText.baseline)
        keys(&page, "SLICES", GateKey.slice, GateManualText.slices)
        keys(&page, "CASES", GateKey.behaviourCase, GateManualText.cases)
        page.literal(GateManualText.casesExample)
        keys(&page, "COMMANDS", GateKey.command, GateManualText.commands)
        section(&page, "PREDICTIONS", GateManualText.predictions)
        metrics(&page)
        section(&page, "DIFFERENCES", GateManualText.differences)
        section(&page, "EXIT STATUS", GateManualText.statuses)
        section(&page, "REFERENCES", GateManualText.references)
        page.macro("Sh", "SEE ALSO")
        page.references([("mlx-eval", 1), ("mlx-schema", 7)])
        return page
    }

    private static func section(_ page: inout RoffPage, _ title: String, _ text: String) {
        page.macro("Sh", title)
        for (index, paragraph) in text.split(separator: "\n\n").enumerated() {
            if index > 0 { page.macro("Pp") }
            page.text(String(paragraph).replacing("\n", with: " "))
        }
    }

    private static func keys(
        _ page: inout RoffPage, _ title: String, _ keys: [GateKey], _ text: String
    ) {
        section(&page, title, text)
        page.macro("Bl", "-tag -width indent")
        for key in keys {
            page.macro("It", "Cm \(key.key)")
            page.text("\(key.meaning).")
            if let fallback = key.fallback { page.text("By default \(fallback).") }
            page.literalLine("\(key.key): \(key.example)")
        }
        page.macro("El")
    }

    private static func metrics(_ page: inout RoffPage) {
        section(&page, "METRICS", GateManualText.metrics)
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
