import FileStorage
import Glibc
import SystemPackage

/// A program that ends when this process does, however it goes.
///
/// A shell starts it and waits at the other end of a pipe that closes when we die, even by
/// SIGKILL. The shell is the parent, so that there is no instant at which the program runs and
/// nobody watches: a promotion that is killed must not leave a candidate running for ever.
struct SupervisedProcess {
    private let shell: DetachedProcess
    private let pipe: FileDescriptor

    private static let script = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        { read -r rest <&3; kill -TERM "$child"; } 2>/dev/null &
        watcher=$!
        exec 3<&-
        wait "$child"
        status=$?
        kill "$watcher" 2>/dev/null
        exit "$status"
        """

    static func start(
        _ program: FilePath,
        _ arguments: [String],
        environment: [String: String],
        log: FilePath
    ) throws -> SupervisedProcess {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (input, output) = (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
        do {
            let shell = try DetachedProcess.start(
                "/bin/sh",
                ["-c", script, "sh", program.string] + arguments,
                environment: environment,
                input: input,
                log: log
            )
            try input.close()
            return SupervisedProcess(shell: shell, pipe: output)
        } catch {
            try? input.close()
            try? output.close()
            throw error
        }
    }

    /// The exit status, 128+n after signal n; nil while it runs.
    func ended() -> Int32? { shell.ended() }

    /// The program's own process; nil if it has ended.
    var program: pid_t? {
        let path = FilePath("/proc/\(shell.id)/task/\(shell.id)/children")
        let children = (try? Files.read(path, limit: 1 << 12)) ?? []
        // The first child of the shell; the second is the one that watches.
        return children.split(separator: 0x20).first.flatMap {
            pid_t(String(decoding: $0, as: UTF8.self))
        }
    }

    /// Ends it, and what it left running.
    ///
    /// - Returns: whether it had to be killed.
    func end(within patience: Duration) -> Bool {
        let wasKilled = stop(within: patience)
        kill(-shell.id, SIGKILL)
        return wasKilled
    }

    /// Asks it to end, waits, and in the end makes it.
    ///
    /// - Returns: whether it had to be killed.
    @discardableResult
    func stop(within patience: Duration = .seconds(10)) -> Bool {
        try? pipe.close()
        let deadline = ContinuousClock.now + patience
        while shell.ended() == nil {
            if ContinuousClock.now > deadline {
                shell.killSession()
                return true
            }
            usleep(5_000)
        }
        return false
    }
}
