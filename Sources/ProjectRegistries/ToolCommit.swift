package import CommandLineTool
package import FoundationEssentials
package import Registry
import RunDocument

extension CommitOptions {
    /// How a tool changes a registry: who does it, when, how long it waits for others, and where its
    /// warnings go.
    package init(
        tool: String, at now: Date, _ lock: LockOptions, environment: [String: String],
        _ diagnostics: Diagnostics
    ) {
        self.init(
            context: AuditContext(tool: tool, time: now.timestamp, environment: environment),
            lockTimeout: lock.timeout,
            warn: { diagnostics.warning($0) }
        )
    }
}
