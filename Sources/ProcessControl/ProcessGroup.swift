import Glibc
import Synchronization

/// The processes that a command started, background ones included.
package final class ProcessGroup: Sendable {
    private let identifier = Mutex<pid_t?>(nil)

    package init() {}

    /// The process whose identifier is also the group's.
    package var leader: Int32? {
        get { identifier.withLock { $0 } }
        set { identifier.withLock { $0 = newValue } }
    }

    package func kill() {
        if let leader { _ = Glibc.kill(-leader, SIGKILL) }
    }
}

/// Something that happens once, and is asked for from another thread.
package final class Flag: Sendable {
    private let value = Atomic(false)

    package init() {}

    package var isSet: Bool { value.load(ordering: .acquiring) }

    package func set() { value.store(true, ordering: .releasing) }
}
