import CommandLineTool
import FoundationEssentials
import Notification
import RunDocument
import SystemPackage
import Transfer

/// The options as domain values, each checked before anything is sent.
struct NotifyRequest {
    private let targets: [NotificationTarget]
    private let notice: Notice
    private let notifier: Notifier
    private let run: Run
    private let memory: RunMemory?
    private let surroundings: RunSurroundings

    init(_ command: NotifyCommand, _ context: StageContext) throws {
        let rules = try Self.rules(command, context.project.notify)
        guard !rules.isEmpty else { throw NotificationError.missingTarget }
        run = context.run
        let isAwaited = rules.contains { $0.occasions.contains(.recovered) }
        memory =
            isAwaited
            ? RunMemory(beside: try Spool.root(environment: context.environment)) : nil
        var surroundings = RunSurroundings()
        surroundings.approvalURL = context.environment["MLX_APPROVAL_URL"]
        surroundings.followsFailure = memory?.followsFailure(run) ?? false
        self.surroundings = surroundings
        let files = ReportFiles(of: run)
        for omission in files.omissions { context.diagnostics.warning(omission) }
        let directory =
            try (command.templates ?? context.project.notify.templates).map { FilePath($0) }
            ?? MailTemplates.directory(environment: context.environment)
        let notice = try Notice(
            about: run,
            surroundings,
            reports: files.attachments,
            templates: MailTemplates(directory: directory),
            date: context.now,
            isReproducible: context.environment["SOURCE_DATE_EPOCH"] != nil
        )
        targets = rules.filter { !$0.occasions.isDisjoint(with: notice.report.occasions) }
            .map { $0.target }
        self.notice = notice
        let needsServer = rules.contains { $0.target.isMail } && !command.dryRun
        let needsSpool = rules.contains { $0.target.isChannel } && !command.dryRun
        let environment = context.environment
        notifier = Notifier(
            sender: try (command.from ?? context.project.notify.from).map { try MailAddress($0) },
            mailer: needsServer ? try Self.mailer(command, context) : nil,
            channels: try Channels(
                command, context.project, environment,
                spool: needsSpool ? try Spool(root: Spool.root(environment: environment)) : nil,
                attempts: command.attempts)
        )
    }

    func send() async throws -> [Delivery] {
        try await notifier.notify(targets, of: notice)
    }

    /// Notes how the run ended, for the next one of its pipeline.
    func remember() throws {
        try memory?.remember(run, followsFailure: surroundings.followsFailure)
    }

    /// Prints the messages as they would be sent, on standard error: standard output is the
    /// document's.
    func print() throws {
        for target in targets {
            try FileDescriptor.standardError.writeAll(notifier.preview(of: notice, to: target))
        }
    }

    /// Those of the command line, else those of the project.
    private static func rules(_ command: NotifyCommand, _ project: Project.Notify) throws
        -> [NotificationRule]
    {
        let rules: [NotificationRule]
        if command.to.isEmpty {
            rules = try project.to.map { try $0.rule() }
        } else {
            let occasions = command.on.isEmpty ? Occasion.standard : Set(command.on)
            rules = try command.to.map {
                NotificationRule(try NotificationTarget($0), on: occasions)
            }
        }
        let output = command.options.output ?? "-"
        guard output != "-" || !rules.contains(where: { $0.target == .standardOutput }) else {
            throw NotificationError.standardOutputTaken
        }
        return rules
    }

    private static func mailer(_ command: NotifyCommand, _ context: StageContext) throws
        -> Mailer?
    {
        guard let url = command.server.url(context.project) else { return nil }
        return Mailer(
            client: try command.server.client(url, context.project, context.environment),
            spool: try Spool(root: Spool.root(environment: context.environment)),
            delays: Array(Mailer.standardDelays.prefix(command.attempts - 1))
        )
    }
}

extension Project.Notify.Target {
    /// - Throws: `ProjectError` for an occasion that is none.
    fileprivate func rule() throws -> NotificationRule {
        let occasions = try occasions.map { word in
            guard let occasion = Occasion(rawValue: word) else {
                let known = KnownWords(Occasion.allCases.map(\.rawValue))
                throw ProjectError(
                    file: file, line: line, reason: "'\(word)' is no occasion to tell of",
                    hint: known.hint(for: word))
            }
            return occasion
        }
        return NotificationRule(
            try NotificationTarget(name), on: occasions.isEmpty ? Occasion.standard : Set(occasions)
        )
    }
}

extension Channels {
    /// - Parameters:
    ///   - spool: nil if nothing is to be sent but what waits there.
    ///   - attempts: how often each message is tried.
    init(
        _ command: NotifyCommand, _ project: Project, _ environment: [String: String],
        spool: Spool?, attempts: Int
    ) throws {
        let secret = command.webhookSecret ?? project.notify.webhookSecret
        var retries = RetryPolicy()
        retries.attempts = attempts
        retries.firstPause = .seconds(2)
        retries.patience = .seconds(60)
        self.init(
            environment: environment, spool: spool, retries: retries, now: Date(),
            webhookSecret: try secret.map { try SecretReference($0) })
    }
}
