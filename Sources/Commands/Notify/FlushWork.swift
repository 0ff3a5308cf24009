import CommandLineTool
import FoundationEssentials
import Notification
import RunDocument

/// `mlx-notify --flush`: sends what could not be sent before.
struct FlushWork {
    private let command: NotifyCommand
    private let context: CommandContext

    init(_ command: NotifyCommand, _ context: CommandContext) {
        self.command = command
        self.context = context
    }

    func run() async throws -> ExitStatus {
        let spool = try Spool(root: Spool.root(environment: context.environment))
        let channels = try Channels(
            command, context.project, context.environment, spool: nil, attempts: 1)
        let flush = SpoolFlush(spool, at: Date(), channels: channels) { server in
            // What the mail was first meant for may have moved.
            let url = command.server.url(context.project) ?? server
            let client = try command.server.client(url, context.project, context.environment)
            return Mailer(client: client, spool: spool, delays: [])
        }
        let deliveries = try await flush.run()
        for delivery in deliveries { context.diagnostics.note(delivery.summary) }
        if deliveries.isEmpty { context.diagnostics.note("nothing waits to be sent") }
        try deliveries.requireAll()
        return .success
    }
}
