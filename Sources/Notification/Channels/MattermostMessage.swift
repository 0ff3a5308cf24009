import RunDocument

/// A report as an attachment of Mattermost's.
///
/// What comes from data stands in code, where Mattermost calls nobody.
enum MattermostMessage {
    /// Characters of the text; with the fields, no more than the 7,900 that older servers take.
    private static let textLimit = 4000

    static func content(_ report: RunReport, _ chat: ChatReport, link: Link?) -> JSONValue {
        let headline = "\(chat.mark) \(ChatText.code(chat.headline))"
        let lines = chat.failure + chat.metrics + chat.next
        // An empty line between them, which Markdown needs.
        var text = lines.fitting(textLimit, separator: "\n\n", write)
        if let link { text += "\n\n[\(link.text)](<\(link.escaped)>)" }
        let fields: [JSONValue] = chat.facts.prefix(8).map { fact in
            [
                "short": true, "title": .string(fact.label),
                "value": .string(ChatText.code(fact.value)),
            ]
        }
        let attachment: JSONValue = [
            "fallback": .string(headline), "color": .string(color(of: report.event)),
            "title": .string(headline), "text": .string(text), "fields": .array(fields),
        ]
        return ["attachments": [attachment]]
    }

    private static func write(_ line: ChatReport.Line) -> String {
        let label = line.label.isEmpty ? "" : "**\(line.label):** "
        return "\(label)\(ChatText.code(line.value))\(line.note.isEmpty ? "" : " \(line.note)")"
    }

    private static func color(of event: RunReport.Event) -> String {
        switch event {
        case .success, .promoted: "#2da44e"
        case .failure: "#cf222e"
        case .approval, .rolledBack: "#bf8700"
        case .unchanged: "#6e7781"
        }
    }
}
