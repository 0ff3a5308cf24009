import RunDocument

/// A report in Slack's blocks.
///
/// What comes from data stands in code, where Slack reads no names, links or emoji; `&`, `<` and
/// `>` are escaped everywhere, so that no text can be `<!channel>`.
enum SlackMessage {
    /// Characters in the text of a section.
    private static let sectionLimit = 3000
    /// Fields of a section.
    private static let fieldLimit = 10

    static func content(_ report: ChatReport, link: Link?) -> JSONValue {
        let headline = "\(report.mark) \(report.headline)"
        var blocks: [JSONValue] = [
            [
                "type": "header",
                // Slack shows a header's characters as they are.
                "text": ["type": "plain_text", "emoji": false, "text": .string(headline)],
            ]
        ]
        for lines in [report.failure, report.metrics, report.next] where !lines.isEmpty {
            let text = lines.fitting(sectionLimit, separator: "\n", write)
            blocks.append(["type": "section", "text": markup(text)])
        }
        let fields = report.facts.prefix(fieldLimit).map { fact in
            markup("*\(fact.label)*\n\(code(fact.value))")
        }
        if !fields.isEmpty { blocks.append(["type": "section", "fields": .array(fields)]) }
        if let link {
            blocks.append([
                "type": "context", "elements": [markup("<\(link.escaped)|\(link.text)>")],
            ])
        }
        return ["text": .string(escaped(headline)), "blocks": .array(blocks)]
    }

    private static func write(_ line: ChatReport.Line) -> String {
        let label = line.label.isEmpty ? "" : "*\(line.label):* "
        return "\(label)\(code(line.value))\(line.note.isEmpty ? "" : " \(line.note)")"
    }

    private static func markup(_ text: String) -> JSONValue {
        // Without 'verbatim' Slack makes links of what looks like an address or a channel.
        ["type": "mrkdwn", "verbatim": true, "text": .string(text)]
    }

    private static func code(_ text: String) -> String { escaped(ChatText.code(text)) }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(scalar)
            }
        }.joined()
    }
}
