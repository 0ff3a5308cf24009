import RunDocument

extension PromotionError {
    package var description: String {
        switch self {
        case .notEvaluated(let version): "'\(version)' has no passed evaluation"
        case .nothingToRollBack(let model): "no version of '\(model)' was live before"
        case .nothingLive(let model): "no version of '\(model)' is in production"
        case .neverLive(let version): "'\(version)' was never live: there is no way back to it"
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
        case .noExampleForGates(let version):
            "version \(version) has no example to put its service under load with"
        case .gatesFailed(let version, let checks):
            "version \(version) does not keep its gates: \(Self.reasons(checks))"
        case .analysisFailed(let version, let checks):
            "version \(version) failed beside the live one: \(Self.reasons(checks))"
        case .inconclusive(let version, let checks):
            "it cannot be told whether version \(version) is good: \(Self.reasons(checks))"
        case .watchFailed(let version, let checks):
            "version \(version) is live and does not keep its gates: \(Self.reasons(checks))"
        case .takenBack(let version, let before, let reason, _, _):
            "version \(version) was taken back, version \(before) is live again: \(reason)"
        case .notTakenBack(let version, let before, let reason, let trouble, _):
            "version \(version) failed after it went live: \(reason); and it could not be taken back "
                + "to version \(before): \(trouble)"
        case .analysisHeld(let model):
            "another promotion of '\(model)' tries a version beside the live one"
        case .noLiveService(let url, let reason):
            "cannot ask the live service at '\(url)': \(reason)"
        case .programMissing(let name): "the program '\(name)' was not found"
        case .programTimedOut(let name, let seconds, let wasKilled, _):
            "'\(name)' did not end within \(seconds) s"
                + (wasKilled ? ", nor when it was asked to, and was killed" : "")
        case .programFailed(let command, let status, let output, _):
            "'\(command)' ended with status \(status)\(Self.quote(output))"
        case .hookFailed(let command, let status, let output, _):
            "the hook '\(command)' ended with status \(status)\(Self.quote(output))"
        case .terraformFailed(let directory, let status, let output, _):
            "Terraform ended with status \(status) in '\(directory)'\(Self.quote(output))"
        case .infrastructureChanges(let directory, let summary, _):
            "the infrastructure in '\(directory)' is not as it should be\(Self.quote(summary))"
        case .containerEnded(let name, let output, _):
            "the container '\(name)' ended by itself\(Self.quote(output))"
        case .notRestored(let name, let reason, let failure, _):
            "\(failure); and the container '\(name)', which was stopped for the new one, does not "
                + "start again: \(reason)"
        case .interrupted(let version, let trouble):
            "version \(version) is in production, but the work ended before its service had it"
                + Self.quote(trouble ?? "")
        case .template(let path, let reason): "the template '\(path)' cannot be used: \(reason)"
        case .unsafeValue(let name, let reason): "'\(name)' cannot stand there: \(reason)"
        }
    }

    private static func quote(_ output: String) -> String { output.isEmpty ? "" : ": \(output)" }

    private static func reasons(_ checks: [Check]) -> String {
        checks.filter { $0.status == .failed || $0.status == .inconclusive }
            .map { $0.message ?? $0.id }.joined(separator: "; ")
    }
}
