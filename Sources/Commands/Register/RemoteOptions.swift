import ArgumentParser
import CommandLineTool
import Registry
import Remotes
import RunDocument

/// A registry elsewhere, as an argument.
struct RemoteArgument: ExpressibleByArgument, Sendable {
    let url: RemoteURL

    init?(argument: String) {
        guard let url = try? RemoteURL(argument) else { return nil }
        self.url = url
    }

    static var help: ArgumentHelp {
        ArgumentHelp(
            "The registry elsewhere: \"oci://HOST[:PORT]/REPOSITORY\" or \"s3://BUCKET[/PREFIX]\". Models lie below it by their names.",
            valueName: "remote"
        )
    }
}

/// How a transfer is recorded.
extension CommitOptions {
    init(_ context: CommandContext, _ lock: LockOptions) {
        self.init(
            context: AuditContext(
                tool: "mlx-register",
                time: context.now.timestamp,
                environment: context.environment
            ),
            lockTimeout: lock.timeout
        )
    }
}
