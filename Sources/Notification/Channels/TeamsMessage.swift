import RunDocument

/// A report as an Adaptive Card, in the envelope that the Workflows of Teams take.
///
/// What comes from data stands in text runs, in which no Markdown is read.
enum TeamsMessage {
    /// Characters of each part; the whole may have 28 KB, and a character up to six bytes.
    private static let partLimit = 1000

    static func content(_ report: ChatReport, link: Link?) -> JSONValue {
        let headline = "\(report.mark) \(report.headline)"
        var body = [paragraph([run(headline, ["weight": "Bolder", "size": "Large"])])]
        for lines in [report.failure, report.metrics, report.next, report.facts] {
            body += paragraphs(lines)
        }
        var card: JSONObject = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard", "version": "1.4", "body": .array(body),
            "fallbackText": .string(report.headline),
            "msteams": ["width": "Full"],
        ]
        if let link {
            let action: JSONValue = [
                "type": "Action.OpenUrl", "title": .string(link.text),
                "url": .string(link.url),
            ]
            card["actions"] = [action]
        }
        let attachment: JSONValue = [
            "contentType": "application/vnd.microsoft.card.adaptive", "content": .object(card),
        ]
        return ["type": "message", "attachments": [attachment]]
    }

    /// A paragraph for each line, as many as fit.
    private static func paragraphs(_ lines: [ChatReport.Line]) -> [JSONValue] {
        var room = partLimit
        var paragraphs: [JSONValue] = []
        for line in lines {
            room -= line.value.unicodeScalars.count
            guard room >= 0 else { return paragraphs + [paragraph([run("…")])] }
            var runs: [JSONValue] = []
            if !line.label.isEmpty { runs.append(run("\(line.label): ", ["weight": "Bolder"])) }
            runs.append(run(line.value, ["fontType": "Monospace"]))
            if !line.note.isEmpty { runs.append(run(" \(line.note)")) }
            paragraphs.append(paragraph(runs))
        }
        return paragraphs
    }

    private static func paragraph(_ runs: [JSONValue]) -> JSONValue {
        ["type": "RichTextBlock", "inlines": .array(runs)]
    }

    private static func run(_ text: String, _ style: JSONObject = [:]) -> JSONValue {
        .object(style.merging(["type": "TextRun", "text": .string(text)]) { $1 })
    }
}
