/// How a command ended.
package enum Ending: Hashable, Sendable {
    case exited(Int)
    case signaled(Int)
    case timedOut(Duration)

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let code): "ended with exit status \(code)"
        case .signaled(let signal): "was killed by signal \(signal)"
        case .timedOut(let limit): "was stopped after \(limit)"
        }
    }
}
