import CommandLineTool
import FoundationEssentials
import ProjectRegistries
import Registry

extension CommandContext {
    /// How a command changes a registry: who does it, when, and how long it waits for others.
    func commit(_ lock: LockOptions) -> CommitOptions {
        CommitOptions(
            tool: "mlx-register", at: now, lock, environment: environment, diagnostics)
    }
}

extension StageContext {
    /// How a stage changes a registry.
    func commit(_ lock: LockOptions) -> CommitOptions {
        CommitOptions(
            tool: "mlx-register", at: now, lock, environment: environment, diagnostics)
    }
}
