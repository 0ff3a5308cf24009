import CommandLineTool
import FoundationEssentials
import Notification
import RunDocument
import SystemPackage
import Transfer

/// The options as domain values, each checked before anything is sent.
struct NotifyRequest {
    private let targets: [NotificationTarget]
    private let notifier: Notifier
    private let channels: Channels
    private let now: Date
    private let isReproducible: Bool

    init(_ command: NotifyCommand, _ context: StageContext) throws {
        let project = context.project.notify
        let names = command.to.isEmpty ? project.to : command.to
        guard !names.isEmpty else { throw NotificationError.missingTarget }
        targets = try names.map { try NotificationTarget($0) }
        let directory =
            try command.templates.map { FilePath($0) }
            ?? MailTemplates.directory(environment: context.environment)
        let needsServer = targets.contains { $0.isMail } && !command.dryRun
        channels = try Self.channels(command, context, targets)
        notifier = Notifier(
            templates: try MailTemplates(directory: directory),
            sender: try (command.from ?? project.from).map { try MailAddress($0) },
            mailer: needsServer ? try Self.mailer(command, context) : nil,
            channels: channels
        )
        now = context.now
        isReproducible = context.environment["SOURCE_DATE_EPOCH"] != nil
    }

    func send(about run: Run) async throws -> [Delivery] {
        try await notifier.notify(targets, about: run, date: now, isReproducible: isReproducible)
    }

    /// Prints the messages as they would be sent, on standard error: standard output is the
    /// document's.
    func print(about run: Run) throws {
        for target in targets {
            if case .channel(let channel) = target {
                try print(about: run, to: channel)
                continue
            }
            let message = try notifier.message(
                about: run,
                to: target,
                date: now,
                isReproducible: isReproducible
            )
            try FileDescriptor.standardError.writeAll(message.bytes)
        }
    }

    private func print(about run: Run, to target: ChannelTarget) throws {
        let text =
            switch try channels.message(about: run, to: target) {
            case .success(let message): message.preview
            case .failure(let absence): "nothing to '\(target.description)': \(absence.reason)\n"
            }
        try FileDescriptor.standardError.writeAll(text.utf8)
    }

    private static func channels(
        _ command: NotifyCommand, _ context: StageContext, _ targets: [NotificationTarget]
    ) throws -> Channels {
        let secret = command.webhookSecret ?? context.project.notify.webhookSecret
        let needsSpool = targets.contains { $0.isChannel } && !command.dryRun
        var retries = RetryPolicy()
        retries.attempts = command.attempts
        retries.firstPause = .seconds(2)
        retries.patience = .seconds(60)
        return Channels(
            environment: context.environment,
            spool: needsSpool
                ? try Spool(root: Spool.root(environment: context.environment)) : nil,
            retries: retries,
            now: context.now,
            webhookSecret: try secret.map { try SecretReference($0) }
        )
    }

    private static func mailer(_ command: NotifyCommand, _ context: StageContext) throws
        -> Mailer?
    {
        let project = context.project.notify
        guard let url = command.smtp ?? project.smtp else { return nil }
        let client = try SMTPClient(
            server: try SMTPServer(url: url),
            credentials: try credentials(command, context),
            certificateAuthorities: command.smtpCa.map { FilePath($0) }
        )
        let spool = try Spool(root: Spool.root(environment: context.environment))
        let delays = Array(Mailer.standardDelays.prefix(command.attempts - 1))
        return Mailer(client: client, spool: spool, delays: delays)
    }

    private static func credentials(_ command: NotifyCommand, _ context: StageContext) throws
        -> SMTPClient.Credentials?
    {
        let project = context.project.notify
        guard let user = command.smtpUser ?? project.user else { return nil }
        guard let name = command.smtpPassword ?? project.password else {
            throw NotificationError.missingPassword(user: user)
        }
        let password = try SecretReference(name).read(environment: context.environment)
        return SMTPClient.Credentials(user: user, password: password)
    }
}
