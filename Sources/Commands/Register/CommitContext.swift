import CommandLineTool
import FoundationEssentials
import Registry
import RunDocument

extension CommandContext {
    /// How a command changes a registry: who does it, when, and how long it waits for others.
    func commit(_ lock: LockOptions) -> CommitOptions {
        CommitOptions(lock, now: now, environment: environment, diagnostics)
    }
}

extension StageContext {
    /// How a stage changes a registry.
    func commit(_ lock: LockOptions) -> CommitOptions {
        CommitOptions(lock, now: now, environment: environment, diagnostics)
    }
}

extension CommitOptions {
    fileprivate init(
        _ lock: LockOptions, now: Date, environment: [String: String], _ diagnostics: Diagnostics
    ) {
        self.init(
            context: AuditContext(
                tool: "mlx-register", time: now.timestamp, environment: environment),
            lockTimeout: lock.timeout,
            warn: { diagnostics.warning($0) }
        )
    }
}
