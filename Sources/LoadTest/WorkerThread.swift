import Glibc
import Synchronization

/// The moment at which all threads of a load begin.
final class StartLine: Sendable {
    private let missing: Atomic<Int>
    private let start = Atomic<Int64>(0)

    init(threads: Int) { missing = Atomic(threads) }

    /// Waits until every thread is here, and until the load begins.
    ///
    /// - Returns: when that was, the same for all; nil if there will be no load.
    func arrive() -> Int64? {
        if missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            start.store(MonotonicClock.now() + 1_000_000, ordering: .releasing)
        }
        while true {
            let time = start.load(ordering: .acquiring)
            if time < 0 { return nil }
            if time > 0, time <= MonotonicClock.now() { return time }
            usleep(100)
        }
    }

    /// Sends all home, because one will never arrive.
    func giveUp() { start.store(-1, ordering: .releasing) }
}

/// A thread of the operating system.
///
/// Dispatch may run two pieces of work one after the other, and a load's must run side by side.
struct WorkerThread {
    private let thread: pthread_t

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// - Throws: `LoadTestError.system`.
    init(_ body: @escaping @Sendable () -> Void) throws(LoadTestError) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let result = pthread_create(
            &thread, nil,
            { argument in
                if let argument {
                    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            },
            work.toOpaque()
        )
        guard result == 0 else {
            work.release()
            throw .system(operation: "start a thread", result)
        }
        self.thread = thread
    }

    /// Waits for its end.
    func join() { pthread_join(thread, nil) }
}
