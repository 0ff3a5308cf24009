package import RunDocument
package import SystemPackage

/// A promotion that is refused, or that did not come to its end.
package enum PromotionError: Failure, Equatable {
    case notEvaluated(String)
    case nothingToRollBack(model: String)
    case nothingLive(model: String)
    case neverLive(String)
    case noService(tried: [String])
    case cannotStart(program: String, Errno)
    /// The service of the new version ended by itself.
    case candidateDied(version: Int, status: Int32, output: String)
    case candidateNotReady(version: Int, seconds: Int, output: String)
    case smokeFailed(version: Int, reason: String)
    case noExampleForGates(version: Int)
    case gatesFailed(version: Int, checks: [Check])
    // Beside the live version.
    case analysisFailed(version: Int, checks: [Check])
    case inconclusive(version: Int, checks: [Check])
    case analysisHeld(model: String)
    case noLiveService(url: String, reason: String)
    // Programs of the user's.
    case programMissing(String)
    case programTimedOut(String, seconds: Int, wasKilled: Bool, log: String)
    case programFailed(String, status: Int32, output: String, log: String?)
    case hookFailed(String, status: Int32, output: String, log: String)
    case terraformFailed(directory: String, status: Int32, output: String, log: String)
    case infrastructureChanges(directory: String, summary: String, log: String)
    case containerEnded(String, output: String, log: String)
    /// Nobody answers: after `failure`, the container before does not start again.
    case notRestored(container: String, reason: String, failure: String, log: String)
    case template(path: String, reason: String)
    case unsafeValue(name: String, reason: String)
    case portTaken(host: String, port: Int, reason: String)
    /// From here on the promotion has happened: only the running service is behind.
    case interrupted(version: Int, trouble: String?)
    case notServed(version: Int, url: String, seconds: Int, log: String)
    case serviceDied(version: Int, status: Int32, log: String, output: String)
    case watchFailed(version: Int, checks: [Check])
    /// The version before is live again.
    case takenBack(version: Int, to: Int, reason: String, trouble: String?, checks: [Check])
    /// The version failed, and nothing could take its place.
    case notTakenBack(version: Int, to: Int, reason: String, trouble: String, checks: [Check])

    package var exitStatus: ExitStatus {
        switch self {
        case .notEvaluated, .inconclusive, .neverLive: .denied
        case .nothingToRollBack, .nothingLive, .smokeFailed, .gatesFailed, .analysisFailed,
            .hookFailed, .infrastructureChanges, .watchFailed, .takenBack, .notTakenBack:
            .negative
        case .noService, .cannotStart, .candidateDied, .candidateNotReady, .portTaken,
            .serviceDied, .noLiveService, .programFailed, .terraformFailed, .containerEnded,
            .notRestored:
            .unavailable
        case .notServed, .analysisHeld, .programTimedOut, .interrupted: .temporary
        case .programMissing: .missingInput
        case .noExampleForGates: .dataFormat
        case .template, .unsafeValue: .configuration
        }
    }

    /// What was checked until then.
    package var checks: [Check] {
        switch self {
        case .gatesFailed(_, let checks), .analysisFailed(_, let checks),
            .inconclusive(_, let checks), .watchFailed(_, let checks),
            .takenBack(_, _, _, _, let checks), .notTakenBack(_, _, _, _, let checks):
            checks
        default: []
        }
    }

    package var hint: String? {
        switch self {
        case .notEvaluated: "evaluate and register it, or use --override --reason TEXT"
        case .noService(let tried): "tried \(tried.joined(separator: ", ")); or use --no-serve"
        case .portTaken: "stop that program, or set another 'serve.port' in mlx.yaml"
        case .notServed(_, _, _, let log), .serviceDied(_, _, let log, _):
            "see '\(log)', then run the same command again"
        case .noExampleForGates:
            "register it with an input_example.json, or leave out 'promote.gates'"
        case .inconclusive:
            "try again with more traffic, or let it pass with --override --reason TEXT"
        case .analysisHeld: "wait for it to end"
        case .noLiveService:
            "is the service running? 'mlx-promote --reconcile' starts one that belongs here"
        case .programTimedOut(_, _, _, let log): "see '\(log)', or give 'promote.timeout' more"
        case .programFailed(_, _, _, let log): log.map { "see '\($0)'" }
        case .hookFailed(_, _, _, let log),
            .terraformFailed(_, _, _, let log), .containerEnded(_, _, let log),
            .notRestored(_, _, _, let log):
            "see '\(log)'"
        case .interrupted: "'mlx-promote --reconcile' finishes it"
        case .neverLive(let version): "promote it: mlx-promote \(version)"
        case .infrastructureChanges(_, _, let log):
            "see '\(log)'; apply them, or say 'apply: true' for this directory"
        case .takenBack(_, _, _, let trouble?, _):
            "the service has trouble too: \(trouble); 'mlx-promote --reconcile' tries again"
        case .notTakenBack(let version, let before, _, _, _):
            "version \(version) may still be live: mend version \(before), as with 'mlx-register "
                + "fsck --registry production --repair', then go back with 'mlx-promote MODEL "
                + "--rollback', which takes another version with --to"
        case .nothingToRollBack, .nothingLive, .cannotStart, .candidateDied, .candidateNotReady,
            .smokeFailed, .gatesFailed, .analysisFailed, .programMissing, .template,
            .unsafeValue, .watchFailed, .takenBack:
            nil
        }
    }
}
