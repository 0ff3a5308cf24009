package import FoundationEssentials
package import RunDocument
import SystemPackage

/// Tells every target what became of a run.
package struct Notifier: Sendable {
    private let templates: MailTemplates
    private let sender: MailAddress?
    private let mailer: Mailer?
    private let channels: Channels

    /// - Parameters:
    ///   - sender: needed for `mailto:` targets.
    ///   - mailer: needed for `mailto:` targets.
    ///   - channels: needed for targets over HTTP.
    package init(
        templates: MailTemplates, sender: MailAddress?, mailer: Mailer?, channels: Channels
    ) {
        self.templates = templates
        self.sender = sender
        self.mailer = mailer
        self.channels = channels
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
            let message = try prepare(
                about: run, to: target, date: date, isReproducible: isReproducible)
            return (target, message)
        }
        var deliveries: [Delivery] = []
        for (target, message) in messages {
            deliveries.append(try await deliver(message, to: target))
        }
        return deliveries
    }

    /// A message and where it goes, before any is sent.
    private enum Prepared {
        case mail(MailMessage, MailAddress)
        case maildir(MailMessage, FilePath)
        case channel(ChannelMessage)
        case absent(Absence)
    }

    private func prepare(
        about run: Run, to target: NotificationTarget, date: Date, isReproducible: Bool
    ) throws -> Prepared {
        func mail() throws -> MailMessage {
            try message(about: run, to: target, date: date, isReproducible: isReproducible)
        }
        switch target {
        case .mail(let address):
            _ = try requireMailer(for: address)
            return .mail(try mail(), address)
        case .maildir(let path): return .maildir(try mail(), path)
        case .channel(let channel):
            switch try channels.message(about: run, to: channel) {
            case .failure(let absence): return .absent(absence)
            case .success(let message):
                try channels.requireSecrets(for: message)
                return .channel(message)
            }
        }
    }

    private func deliver(_ message: Prepared, to target: NotificationTarget) async throws
        -> Delivery
    {
        switch message {
        case .mail(let message, let address):
            let result = try await requireMailer(for: address).deliver(message, to: address)
            return Delivery(target: target, identifier: message.identifier, result: result)
        case .maildir(let message, let path):
            let result = try Self.deliver(message, into: Maildir(path))
            return Delivery(target: target, identifier: message.identifier, result: result)
        case .channel(let message):
            let result = try await channels.deliver(message)
            return Delivery(
                target: .channel(message.target), identifier: message.key, result: result)
        case .absent(let absence):
            return Delivery(
                target: target, identifier: nil, result: .skipped(reason: absence.reason))
        }
    }

    private static func deliver(_ message: MailMessage, into box: Maildir) throws -> Delivery.Result
    {
        do {
            return try box.deliver(message) ? .sent : .repeated
        } catch let failure as any Failure {
            return .refused(reason: failure.description, exitStatus: failure.exitStatus)
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
