import CommandLineTool
import FoundationEssentials
import Registry
import RunDocument

extension CommandContext {
    /// How a command changes a registry: who does it, when, and how long it waits for others.
    func commit(_ lock: LockOptions) -> CommitOptions {
        CommitOptions(
            context: AuditContext(
                tool: "mlx-register", time: now.timestamp, environment: environment),
            lockTimeout: lock.timeout
        )
    }
}
