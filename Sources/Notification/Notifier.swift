package import FoundationEssentials
package import RunDocument

/// Tells every target what became of a run.
package struct Notifier: Sendable {
    private let templates: MailTemplates
    private let sender: MailAddress?
    private let mailer: Mailer?

    /// - Parameters:
    ///   - sender: needed for `mailto:` targets.
    ///   - mailer: needed for `mailto:` targets.
    package init(templates: MailTemplates, sender: MailAddress?, mailer: Mailer?) {
        self.templates = templates
        self.sender = sender
        self.mailer = mailer
    }

    /// The message for one target.
    ///
    /// - Parameter isReproducible: leaves the durations out of the attached document, so that the
    ///   same run gives the same bytes.
    package func message(
        about run: Run,
        to target: NotificationTarget,
        date: Date,
        isReproducible: Bool
    ) throws -> MailMessage {
        guard let sender = try sender ?? Self.localSender(for: target) else {
            throw NotificationError.missingSender
        }
        let report = RunReport(run)
        let (text, html) = templates.render(report)
        let document = MailMessage.Attachment(
            filename: "run.json",
            type: "application/json",
            bytes: Array((Self.document(run, isReproducible).json.prettyText() + "\n").utf8)
        )
        return try MailMessage(
            MailMessage.Content(
                subject: report.subject,
                text: text,
                html: html,
                attachments: [document]
            ),
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

    /// Sends every target its message; trouble with one does not keep it from the others.
    ///
    /// - Throws: what makes it impossible to send any message.
    package func notify(
        _ targets: [NotificationTarget],
        about run: Run,
        date: Date,
        isReproducible: Bool
    ) async throws -> [Delivery] {
        // All messages first: one that cannot be made keeps all from being sent, so that a user
        // who mends it does not send the others twice.
        let messages = try targets.map { target in
            if let address = target.address { _ = try requireMailer(for: address) }
            let message = try message(
                about: run,
                to: target,
                date: date,
                isReproducible: isReproducible
            )
            return (target, message)
        }
        var deliveries: [Delivery] = []
        for (target, message) in messages {
            let result = try await deliver(message, to: target)
            deliveries.append(
                Delivery(target: target, identifier: message.identifier, result: result)
            )
        }
        return deliveries
    }

    private func deliver(_ message: MailMessage, to target: NotificationTarget) async throws
        -> Delivery.Result
    {
        switch target {
        case .maildir(let path):
            do {
                return try Maildir(path).deliver(message) ? .sent : .repeated
            } catch let failure as any Failure {
                return .refused(reason: failure.description, exitStatus: failure.exitStatus)
            }
        case .mail(let address):
            return try await requireMailer(for: address).deliver(message, to: address)
        }
    }

    private func requireMailer(for address: MailAddress) throws(NotificationError) -> Mailer {
        guard let mailer else { throw .missingServer(recipient: address.mailbox) }
        return mailer
    }

    /// A mailbox on this machine needs no sender that a server would accept.
    private static func localSender(for target: NotificationTarget) throws(NotificationError)
        -> MailAddress?
    {
        target.address == nil ? try MailAddress("mlx <mlx@localhost>") : nil
    }

    private static func document(_ run: Run, _ isReproducible: Bool) -> Run {
        guard isReproducible else { return run }
        var run = run
        for index in run.stages.indices { run.stages[index].durationMs = nil }
        return run
    }
}

extension [Delivery] {
    /// Throws one error that names every target that got nothing.
    package func requireAll() throws(NotificationError) {
        let failures = compactMap(\.failure)
        guard failures.isEmpty else { throw .undelivered(failures) }
    }
}
