import Glibc
import SystemPackage

/// Ends a process when this one is gone, however it goes.
///
/// A shell waits at the other end of a pipe that closes when we die, even by SIGKILL; without it a
/// killed promotion would leave a candidate running for ever.
struct LifeLine {
    private let watcher: ChildProcess
    private let pipe: FileDescriptor

    /// The shell stands ready before there is anything to end.
    init(environment: [String: String]) throws {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let input = FileDescriptor(rawValue: ends[0])
        pipe = FileDescriptor(rawValue: ends[1])
        let script = "read -r id; read -r rest; [ -z \"$id\" ] || kill -TERM \"$id\" 2>/dev/null"
        do {
            watcher = try ChildProcess.start(
                "/bin/sh",
                ["-c", script],
                environment: environment,
                input: input,
                log: "/dev/null"
            )
            try input.close()
        } catch {
            try? input.close()
            try? pipe.close()
            throw error
        }
    }

    func hold(_ process: ChildProcess) throws { _ = try pipe.writeAll("\(process.id)\n".utf8) }

    /// For a process that has ended in good order.
    func cut() {
        watcher.killNow()
        try? pipe.close()
    }
}
