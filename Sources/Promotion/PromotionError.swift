package import RunDocument
package import SystemPackage

/// A promotion that is refused, or that did not come to its end.
package enum PromotionError: Failure, Equatable {
    case notEvaluated(String)
    case nothingToRollBack(model: String)
    case noService(tried: [String])
    case cannotStart(program: String, Errno)
    /// The service of the new version ended by itself.
    case candidateDied(version: Int, status: Int32, output: String)
    case candidateNotReady(version: Int, seconds: Int, output: String)
    case smokeFailed(version: Int, reason: String)
    case portTaken(host: String, port: Int, reason: String)
    /// From here on the promotion has happened: only the running service is behind.
    case notServed(version: Int, url: String, seconds: Int, log: String)
    case serviceDied(version: Int, status: Int32, log: String, output: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .notEvaluated: .denied
        case .nothingToRollBack, .smokeFailed: .negative
        case .noService, .cannotStart, .candidateDied, .candidateNotReady, .portTaken,
            .serviceDied:
            .unavailable
        case .notServed: .temporary
        }
    }

    package var description: String {
        switch self {
        case .notEvaluated(let version): "'\(version)' has no passed evaluation"
        case .nothingToRollBack(let model): "no version of '\(model)' was live before"
        case .noService: "cannot find the program 'mlx-serve'"
        case .cannotStart(let program, let error): "cannot start '\(program)': \(error)"
        case .candidateDied(let version, let status, let output):
            "the service of version \(version) ended with status \(status)\(Self.quote(output))"
        case .candidateNotReady(let version, let seconds, let output):
            "the service of version \(version) was not ready within \(seconds) s"
                + Self.quote(output)
        case .smokeFailed(let version, let reason):
            "version \(version) does not answer its own example: \(reason)"
        case .portTaken(let host, let port, let reason):
            "port \(port) of '\(host)' is used by another program: \(reason)"
        case .notServed(let version, let url, let seconds, _):
            "version \(version) is in production, but '\(url)' did not serve it within \(seconds) s"
        case .serviceDied(let version, let status, _, let output):
            "version \(version) is in production, but its service ended with status \(status)"
                + Self.quote(output)
        }
    }

    package var hint: String? {
        switch self {
        case .notEvaluated: "evaluate and register it, or use --override --reason TEXT"
        case .noService(let tried): "tried \(tried.joined(separator: ", ")); or use --no-serve"
        case .portTaken: "stop that program, or set another 'serve.port' in mlx.yaml"
        case .notServed(_, _, _, let log), .serviceDied(_, _, let log, _):
            "see '\(log)', then run the same command again"
        case .nothingToRollBack, .cannotStart, .candidateDied, .candidateNotReady, .smokeFailed:
            nil
        }
    }

    private static func quote(_ output: String) -> String { output.isEmpty ? "" : ": \(output)" }
}
