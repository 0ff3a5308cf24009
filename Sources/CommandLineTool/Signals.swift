import Glibc
import RunDocument
import Synchronization

/// Turns SIGINT and SIGTERM into the cancellation of the tool's work, so that it cleans up.
///
/// Handlers, not `SIG_IGN` or a blocked mask: those two would be inherited by every program that
/// a tool starts.
enum Signals {
    private static let received = Atomic<Int32>(0)
    /// When the first one came, in milliseconds; 0 before.
    private static let since = Atomic<Int64>(0)
    private static let pipe: (read: Int32, write: Int32) = {
        var ends: [Int32] = [-1, -1]
        _ = Glibc.pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }()

    /// Milliseconds in which another signal is the same request: `timeout` sends it to the process
    /// and to its group.
    private static let echo: Int64 = 500

    /// Seconds; longer than a service takes to answer what is in flight.
    private static let patience: UInt32 = 15

    /// The signal that asked the tool to end, if one did.
    static var ending: ExitStatus? {
        let number = received.load(ordering: .acquiring)
        return number == 0 ? nil : .signal(number)
    }

    /// From here on a closed pipe is a write error and not a silent death.
    static func ignoreBrokenPipes() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        action.sa_flags = SA_RESTART
        sigaction(SIGPIPE, &action, nil)
    }

    /// From here on the programs that a tool starts are waited for, even where the tool's parent
    /// ignores the ends of its own: then the system takes their exit statuses, and nobody has them.
    static func waitForChildren() { signal(SIGCHLD, SIG_DFL) }

    /// Calls `cancel` at the first SIGINT or SIGTERM; one that comes after that ends the process
    /// at once.
    static func onEnding(_ cancel: @escaping @Sendable () -> Void) {
        _ = pipe
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            guard Signals.isFirst() else { return }
            Signals.received.store(number, ordering: .releasing)
            var byte: UInt8 = 0
            _ = write(Signals.pipe.write, &byte, 1)
        }
        action.sa_flags = SA_RESTART
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
        startThread {
            var byte: UInt8 = 0
            while read(pipe.read, &byte, 1) < 0 && errno == EINTR {}
            cancel()
            // Work that takes no notice is ended: nothing it leaves behind is half done.
            sleep(patience)
            _exit(128 + received.load(ordering: .acquiring))
        }
    }

    /// Whether a signal is the first one; one that comes later ends the process.
    ///
    /// Called in a handler: nothing here may allocate or wait.
    private static func isFirst() -> Bool {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = max(1, Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        let (isFirst, first) = since.compareExchange(
            expected: 0, desired: now, ordering: .acquiringAndReleasing)
        if !isFirst, now - first > echo { _exit(128 + received.load(ordering: .acquiring)) }
        return isFirst
    }

    private static func startThread(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        let result = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument {
                    Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            },
            box.toOpaque()
        )
        if result == 0 { pthread_detach(thread) } else { box.release() }
    }
}
