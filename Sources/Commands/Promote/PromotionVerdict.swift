import CommandLineTool
import Promotion
import RunDocument

/// What a promotion that did not come to its end means for the run.
enum PromotionVerdict {
    /// What is no trouble but an answer: the version does not pass, a person must decide, or there
    /// is none to go to.
    ///
    /// - Throws: the error, if it is trouble.
    static func outcome(of error: PromotionError, _ diagnostics: Diagnostics) throws
        -> StageOutcome
    {
        switch error {
        case .nothingToRollBack, .nothingLive:
            diagnostics.note(error.description)
            return StageOutcome(verdict: .nothingToDo)
        case .inconclusive:
            diagnostics.note(error.description)
            if let hint = error.hint { diagnostics.note(hint) }
            return StageOutcome(verdict: .awaitingApproval, checks: error.checks)
        case .takenBack(let version, let before, let reason, _, _):
            return outcome(
                of: error, isChanged: false,
                ["takenBack": .object(wayBack(version, before, reason))], diagnostics)
        case .notTakenBack(let version, let before, let reason, let trouble, _):
            var way = wayBack(version, before, reason)
            way["trouble"] = .string(trouble)
            return outcome(
                of: error, isChanged: true, ["notTakenBack": .object(way)], diagnostics)
        case .interrupted:
            diagnostics.warning(error.description)
            if let hint = error.hint { diagnostics.note(hint) }
            // The status says which signal it was.
            throw CancellationError()
        case _ where error.exitStatus == .negative:
            if let hint = error.hint { diagnostics.note(hint) }
            return .checked(error.checks.isEmpty ? [failed(error)] : error.checks)
        default: throw error
        }
    }

    private static func wayBack(_ version: Int, _ before: Int, _ reason: String) -> JSONObject {
        [
            "version": .integer(Int64(version)), "to": .integer(Int64(before)),
            "reason": .string(reason),
        ]
    }

    /// What a version that failed when it was live means, whether or not it still is.
    private static func outcome(
        of error: PromotionError, isChanged: Bool, _ details: JSONObject,
        _ diagnostics: Diagnostics
    ) -> StageOutcome {
        if let hint = error.hint { diagnostics.warning(hint) }
        var details = details
        details["action"] = "promote"
        details["changed"] = .boolean(isChanged)
        return .checked(error.checks + [failed(error)], details: details)
    }

    private static func failed(_ error: PromotionError) -> Check {
        let id =
            switch error {
            case .smokeFailed: "smoke-prediction"
            case .hookFailed, .infrastructureChanges: "hook"
            default: "production"
            }
        return Check(id: id, status: .failed, message: error.description)
    }
}
