package import ArgumentParser
package import CommandLineTool
package import Notification
import RunDocument
import SystemPackage

/// `mlx-notify`: the last stage of a pipe, which tells the owner how the run went.
package struct NotifyCommand: StageCommand, RootCommand {
    package static let stage = "notify"
    /// It tells how any run went.
    package static let isPlanned = false
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
            "Tell somebody only of failures, and when it works again",
            "mlx-notify --in run.json --to file:outbox --on failure --on recovered"
        ),
        Example(
            "Comment on the pull request of this job, and tell a channel",
            "mlx-notify --in run.json --to github-pr: --to slack+env:SLACK_WEBHOOK"
        ),
        Example(
            "Look at the mail without sending it",
            "mlx-notify --in run.json --to file:outbox --dry-run --out /dev/null"
        ),
        Example("Send what could not be sent before", "mlx-notify --flush"),
        Example(
            "Check templates of your own, and look at what they make",
            "mlx-notify --templates mail --preview preview"
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
            $XDG_STATE_HOME/mlx/spool, and the exit status is 75; --flush sends it later. Pages \
            that the stages wrote (--html) are attached. If MLX_APPROVAL_URL is set, the mail \
            links to it as the place to approve of the run.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    @Option(
        help: ArgumentHelp(
            "Whom to tell: \"mailto:ADDRESS\", \"file:MAILDIR\", \"file:-\" for standard output, \"github-pr:\", \"gitlab-mr:\", \"gitea-pr:\" and their \"-status:\", \"slack+https://…\", \"teams+https://…\", \"mattermost+https://…\", \"webhook+https://…\"; can be repeated. See mlx-targets(7).",
            valueName: "target"
        )
    )
    package var to: [String] = []

    @Option(
        help: ArgumentHelp(
            "Tell --to of this only: \"success\", \"failure\", \"recovered\", \"drift\", \"promoted\" or \"rolled-back\"; can be repeated; without it, of success and failure.",
            valueName: "occasion"
        )
    )
    package var on: [Occasion] = []

    @Option(help: ArgumentHelp("The sender of the mail.", valueName: "address"))
    package var from: String?

    @OptionGroup package var server: MailServerOptions

    @Option(
        help: ArgumentHelp(
            "Where the key is that webhooks are signed with: \"env:NAME\" or \"file:PATH\".",
            valueName: "secret"
        )
    )
    package var webhookSecret: String?

    @Option(
        help: ArgumentHelp(
            "How often to try before the message is left in the spool, with pauses of 2, 8 and 32 seconds; over HTTP of 2, 4 and 8, or as long as the server asks for.",
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

    @Option(
        help: ArgumentHelp(
            "Check the templates and write the mails that they make of sample runs to this directory; send nothing.",
            valueName: "directory"
        )
    )
    package var preview: String?

    @Flag(help: "Send what waits in the spool; what has waited for 5 days is given up.")
    package var flush = false

    @OptionGroup package var options: StageOptions

    package init() {}

    package func validate() throws {
        guard (1...4).contains(attempts) else {
            throw ValidationError("--attempts is \(attempts), not a number from 1 to 4")
        }
        if flush && (preview != nil || dryRun || !to.isEmpty) {
            throw ValidationError(
                "--flush sends what waits; it takes no --to, --dry-run, --preview")
        }
        if !on.isEmpty && to.isEmpty {
            throw ValidationError(
                "--on speaks of --to; in the project file each target has its own")
        }
    }

    package var alone: StandaloneWork? {
        if flush { return { try await FlushWork(self, $0).run() } }
        if let preview { return { try PreviewWork(self, $0).write(to: FilePath(preview)) } }
        return nil
    }

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        guard context.run.pipeline != Pipeline.none else {
            return StageOutcome(verdict: .nothingToDo, details: ["reason": "nothing to do"])
        }
        let request = try NotifyRequest(self, context)
        if dryRun {
            try request.print()
            return StageOutcome(details: ["dryRun": true])
        }
        let deliveries = try await request.send()
        for delivery in deliveries { context.diagnostics.note(delivery.summary) }
        if deliveries.isEmpty { context.diagnostics.note("nobody asks to be told of this") }
        do {
            try request.remember()
        } catch {
            // Those who are to be told have been told.
            context.diagnostics.warning("how the run ended is not remembered: \(error)")
        }
        try deliveries.requireAll()
        return StageOutcome(details: ["deliveries": .array(deliveries.map(\.json))])
    }
}

extension Occasion: ExpressibleByArgument {}
