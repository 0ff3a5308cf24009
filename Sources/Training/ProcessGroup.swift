import Glibc
import Synchronization

/// The processes that a training command started, background ones included.
final class ProcessGroup: Sendable {
    private let identifier = Mutex<pid_t?>(nil)

    /// The process whose identifier is also the group's.
    var leader: pid_t? {
        get { identifier.withLock { $0 } }
        set { identifier.withLock { $0 = newValue } }
    }

    func kill() {
        if let leader { _ = Glibc.kill(-leader, SIGKILL) }
    }
}

/// Something that happens once, and is asked for from another thread.
final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
