import ChildProcess

/// How a command ended.
package enum Ending: Hashable, Sendable {
    case exited(Int)
    case signaled(Int)
    case timedOut(Duration)

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let code): ProcessEnding.exited(code).description
        case .signaled(let signal): ProcessEnding.signaled(signal).description
        case .timedOut(let limit): "was stopped after \(limit)"
        }
    }
}
