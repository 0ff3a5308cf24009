import RunDocument

/// What the owner does now.
package struct NextStep: Sendable, Hashable {
    package let text: String
    /// To be pasted into a shell.
    package let command: String?

    init(_ event: RunReport.Event, run: Run, version: Int?, failure: FailureReport?) {
        let model = run.metadata.model ?? ""
        let reference = version.map { "\(model)@\($0)" }
        let promote = model.isEmpty ? nil : reference.map { "mlx-promote \($0)" }
        switch event {
        case .failure:
            text = Self.afterFailure(failure)
            command = nil
        case .approval where run.stage(named: "promote")?.details["approve"] != nil:
            text = "It waits for an approval. To approve of it and put it in production, run:"
            command = promote.map { "\($0) --approve --key KEY && \($0)" }
        case .approval:
            text = "It is registered and tested. To put it in production, run:"
            command = promote
        case .promoted:
            let before = run.stage(named: "promote")?.details["before"]?.integerValue
            if let before, !model.isEmpty {
                text = "Nothing. If it misbehaves, go back to version \(before) with:"
                command = "mlx-promote \(model) --rollback"
            } else {
                text = "Nothing. No version was in production before it."
                command = nil
            }
        case .rolledBack:
            text = "Find out why the version that was taken back had to go."
            command = nil
        case .unchanged:
            text = "Nothing."
            command = nil
        case .success where promote != nil:
            text = "It is in the testing registry. To put it in production, run:"
            command = promote
        case .success:
            text = "Nothing: no version was registered."
            command = nil
        }
    }

    private static func afterFailure(_ failure: FailureReport?) -> String {
        guard let failure else { return "Look at the attached run.json." }
        let effect = "Nothing after '\(failure.stage)' had an effect; production is what it was."
        switch failure.stage {
        case "validate": return "\(effect) Mend the data and run the pipeline again."
        case "eval":
            return "\(effect) The model was not registered. Improve it, or change its gates."
        case "promote":
            return "The version before still serves. Mend the cause and promote again."
        default: return "\(effect) Mend the cause and run the pipeline again."
        }
    }
}
