import Glibc
import RunDocument
import Synchronization

/// Turns SIGINT and SIGTERM into the cancellation of the tool's work, so that it cleans up.
///
/// Handlers, not `SIG_IGN` or a blocked mask: those two would be inherited by every program that
/// a tool starts.
enum Signals {
    private static let received = Atomic<Int32>(0)
    private static let pipe: (read: Int32, write: Int32) = {
        var ends: [Int32] = [-1, -1]
        _ = Glibc.pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }()

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

    /// Calls `cancel` at the first SIGINT or SIGTERM; the second one ends the process at once.
    static func onEnding(_ cancel: @escaping @Sendable () -> Void) {
        _ = pipe
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            if Signals.received.exchange(number, ordering: .acquiringAndReleasing) != 0 {
                _exit(128 + number)
            }
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
