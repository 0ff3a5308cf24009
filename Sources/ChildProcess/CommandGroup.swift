package import Glibc

/// A command that was started: its leader and, if that heads a group, all that it started.
package final class CommandGroup {
    private let leader: pid_t
    /// How the leader ended; nil while it runs.
    package private(set) var ending: ProcessEnding?
    /// From then on the group's number may be another's.
    private var isReaped = false

    package init(leader: pid_t) { self.leader = leader }

    /// Whether the leader has ended.
    package var hasEnded: Bool {
        if ending != nil { return true }
        var information = siginfo_t()
        // Not reaped yet, so that the group can still be ended by its number.
        let result = waitid(P_PID, id_t(leader), &information, WEXITED | WNOWAIT | WNOHANG)
        // Where the ends of children are ignored, nobody knows how it ended.
        if result < 0, errno == ECHILD { ending = .exited(0) }
        guard result == 0, information._sifields._sigchld.si_pid == leader else {
            return ending != nil
        }
        ending = ProcessEnding(information)
        return true
    }

    /// Ends all that the program started, and takes its exit status.
    package func end() {
        guard !isReaped else { return }
        // The leader is a zombie until it is waited for, so the group's number is still its own.
        // One that was started in our group heads none.
        if kill(-leader, SIGKILL) != 0 { kill(leader, SIGKILL) }
        var status: Int32 = 0
        while waitpid(leader, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        if ending == nil { ending = ProcessEnding(waitStatus: status) }
    }
}
