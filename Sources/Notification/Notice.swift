package import FoundationEssentials
package import RunDocument

/// A run as it is told: the same for every target.
package struct Notice: Sendable {
    package let report: RunReport
    let run: Run
    let date: Date
    let body: MailBody

    /// - Parameters:
    ///   - reports: files that the run's stages wrote for people.
    ///   - isReproducible: leaves the durations out of the attached document, so that the same run
    ///     gives the same bytes.
    package init(
        about run: Run,
        _ surroundings: RunSurroundings,
        reports: [MailBody.Attachment],
        templates: MailTemplates,
        date: Date,
        isReproducible: Bool
    ) throws {
        self.run = run
        self.date = date
        report = RunReport(run, surroundings)
        let key = MailMessage.key(
            run: run.metadata.id, event: report.event.rawValue, channel: "", recipient: "")
        var content = templates.render(report, plotDomain: "\(key.prefix(24)).mlx")
        let document = Self.document(run, isReproducible).json.prettyText() + "\n"
        content.attachments =
            [
                MailBody.Attachment(
                    filename: "run.json", type: "application/json", bytes: Array(document.utf8))
            ] + reports
        body = try MailBody(content, key: key)
    }

    /// The message for one target.
    ///
    /// - Throws: `NotificationError` for a value that would begin a header of its own.
    package func message(to target: NotificationTarget, from sender: MailAddress)
        throws(NotificationError) -> MailMessage
    {
        try MailMessage(
            body,
            from: sender,
            to: target.address,
            run: run.metadata.id,
            thread: MailMessage.thread(of: run.metadata.model),
            key: MailMessage.key(
                run: run.metadata.id,
                event: report.event.rawValue,
                channel: target.channel,
                recipient: target.recipient
            ),
            date: date
        )
    }

    private static func document(_ run: Run, _ isReproducible: Bool) -> Run {
        guard isReproducible else { return run }
        var run = run
        for index in run.stages.indices { run.stages[index].durationMs = nil }
        return run
    }
}
