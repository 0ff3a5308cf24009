package import Glibc

/// How a process ended.
package enum ProcessEnding: Hashable, Sendable {
    case exited(Int)
    case signaled(Int)

    /// - Parameter status: as waitpid(2) gives it.
    package init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited(Int(status >> 8 & 0xFF)) : .signaled(Int(signal))
    }

    /// - Parameter information: as waitid(2) gives it of a process that has ended.
    package init(_ information: siginfo_t) {
        let code = Int(information._sifields._sigchld.si_status)
        self = information.si_code == CLD_EXITED ? .exited(code) : .signaled(code)
    }

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let code): "ended with exit status \(code)"
        case .signaled(let signal): "was killed by signal \(signal)"
        }
    }
}
