import ChildProcess
import Glibc
import Synchronization

/// The programs that read files for us at this moment.
package enum RunningReaders {
    private struct State {
        var processes: Set<pid_t> = []
        var isEnding = false
    }

    private static let state = Mutex(State())

    /// Asks all of them to end, and those that are still to come: whoever waits for one of them is
    /// told that it was killed.
    package static func end() {
        state.withLock { state in
            state.isEnding = true
            for process in state.processes { kill(process, SIGTERM) }
        }
    }

    /// Does what may need such programs, and ends them if the task is cancelled.
    package static func ending<Result>(_ body: () throws -> Result) async throws -> Result {
        do {
            return try await withTaskCancellationHandler {
                try body()
            } onCancel: {
                end()
            }
        } catch {
            // That a reader was ended is no fault of the data.
            try Task.checkCancellation()
            throw error
        }
    }

    static func add(_ process: pid_t) {
        state.withLock { state in
            state.processes.insert(process)
            if state.isEnding { kill(process, SIGTERM) }
        }
    }

    /// Takes the exit status of a program that has ended; from then on its number may be another's.
    ///
    /// - Returns: nil if it has not ended.
    static func reap(_ process: pid_t) -> ProcessEnding? {
        state.withLock { state in
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG) == process else { return nil }
            state.processes.remove(process)
            return ProcessEnding(waitStatus: status)
        }
    }

    /// Waits until a program has ended, and takes its exit status.
    ///
    /// - Returns: nil if somebody else has taken it: where SIGCHLD is ignored, the system does.
    static func wait(for process: pid_t) -> ProcessEnding? {
        var information = siginfo_t()
        while true {
            // It is not reaped yet, so that `end` never kills another program.
            let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT)
            if result < 0, errno == EINTR { continue }
            return reap(process)
        }
    }
}
