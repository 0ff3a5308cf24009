package import ArgumentParser
package import CommandLineTool
import Notification
import RunDocument
import SystemPackage

/// `mlx-notify`: the last stage of a pipe, which tells the owner how the run went.
package struct NotifyCommand: StageCommand, RootCommand {
    package static let stage = "notify"
    package static var runsAfterFailure: Bool { true }

    package static let examples = [
        Example(
            "Mail the owner at the end of a pipe; the server's password is in a variable",
            """
            … | mlx-register | mlx-notify --to mailto:owner@example.com --from ci@example.com \
            --smtp smtps://mail.example.com --smtp-user ci --smtp-password env:SMTP_PASSWORD
            """
        ),
        Example("Leave the mail in a directory", "mlx-notify --in run.json --to file:outbox"),
        Example(
            "Comment on the pull request of this job, and tell a channel",
            "mlx-notify --in run.json --to github-pr: --to slack+env:SLACK_WEBHOOK"
        ),
        Example(
            "Look at the mail without sending it",
            "mlx-notify --in run.json --to file:outbox --dry-run --out /dev/null"
        ),
    ]

    package static let topics = [ManualTopic("mlx-targets", section: 7) { TargetManual.page }]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-notify",
        abstract: "Tell the product owner how a run went.",
        discussion: """
            Mails a report: whether it passed, which version it is, what changed against \
            production and what to do next; after a failure, which stage and which check. It \
            runs after a failed stage too, and ends with that stage's exit status. The same \
            message is never sent twice. A message that cannot be delivered now is kept in \
            $XDG_STATE_HOME/mlx/spool, and the exit status is 75.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    @Option(
        help: ArgumentHelp(
            "Whom to tell: \"mailto:ADDRESS\", \"file:MAILDIR\", \"github-pr:\", \"gitlab-mr:\", \"gitea-pr:\" and their \"-status:\", \"slack+https://…\", \"teams+https://…\", \"mattermost+https://…\", \"webhook+https://…\"; can be repeated. See mlx-targets(7).",
            valueName: "target"
        )
    )
    package var to: [String] = []

    @Option(help: ArgumentHelp("The sender of the mail.", valueName: "address"))
    package var from: String?

    @Option(
        help: ArgumentHelp(
            "The mail server: \"smtps://HOST\", \"smtp://HOST\" (STARTTLS, always), or \"smtp+plain://HOST\" for a relay without TLS.",
            valueName: "url"
        )
    )
    package var smtp: String?

    @Option(help: ArgumentHelp("The user at the mail server.", valueName: "name"))
    package var smtpUser: String?

    @Option(
        help: ArgumentHelp(
            "Where the password is: \"env:NAME\" or \"file:PATH\".",
            valueName: "secret"
        )
    )
    package var smtpPassword: String?

    @Option(
        help: ArgumentHelp(
            "Certificates of the authorities to trust, in place of the system's.",
            valueName: "file"
        )
    )
    package var smtpCa: String?

    @Option(
        help: ArgumentHelp(
            "Where the key is that webhooks are signed with: \"env:NAME\" or \"file:PATH\".",
            valueName: "secret"
        )
    )
    package var webhookSecret: String?

    @Option(
        help: ArgumentHelp(
            "How often to try before the message is left in the spool; pauses of 2, 8 and 32 seconds.",
            valueName: "number"
        )
    )
    package var attempts = 4

    @Option(
        help: ArgumentHelp(
            "Other templates: mail.txt.mustache and mail.html.mustache in this directory.",
            valueName: "directory"
        )
    )
    package var templates: String?

    @Flag(help: "Print the message on standard error; send nothing.")
    package var dryRun = false

    @OptionGroup package var options: StageOptions

    package init() {}

    package func validate() throws {
        guard (1...4).contains(attempts) else {
            throw ValidationError("--attempts is \(attempts), not a number from 1 to 4")
        }
    }

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        guard context.run.pipeline != Pipeline.none else {
            return StageOutcome(verdict: .nothingToDo, details: ["reason": "nothing to do"])
        }
        let request = try NotifyRequest(self, context)
        if dryRun {
            try request.print(about: context.run)
            return StageOutcome(details: ["dryRun": true])
        }
        let deliveries = try await request.send(about: context.run)
        for delivery in deliveries { context.diagnostics.note(delivery.summary) }
        try deliveries.requireAll()
        return StageOutcome(details: ["deliveries": .array(deliveries.map(\.json))])
    }
}
