import CommandLineTool
import RunDocument

/// Options that would be ignored: somebody who gives one takes what it asks for as tested.
extension EvalRequest {
    /// - Throws: `UsageError`.
    func refuseIdleOptions(of command: EvalCommand, _ context: StageContext) throws {
        if load.url == nil, let option = command.load.firstForService {
            throw UsageError(
                message: "\(option) is about a service", hint: "name the service with --url")
        }
        if let option = command.firstForRows, !testsRows(context.run) {
            throw UsageError(
                message: "\(option) is about the answers of a model, and only a service is timed",
                hint: "leave it out, or name the model besides with --model")
        }
        if predictions.isEmpty {
            if !testsRows(context.run) { warnOfIdleKeys(context) }
            guard let option = command.predictions.firstColumn else { return }
            throw UsageError(
                message: "\(option) says what is in --predictions, and there are none",
                hint: "the schema says what a model's target is: give it the role \"target\"")
        }
        if let option = command.firstForModel {
            throw UsageError(
                message: "\(option) needs a model, and --predictions has none",
                hint: "leave it out, or test the model itself with --model")
        }
        warnOfIdleKeys(context)
    }

    /// What mlx.yaml says is for all that it is used for.
    private func warnOfIdleKeys(_ context: StageContext) {
        let left = [tests.isEmpty ? nil : "tests", importanceRepeats > 0 ? "importance" : nil]
        for key in left.compactMap(\.self) {
            context.diagnostics.warning("eval.\(key) of mlx.yaml needs a model and is left out")
        }
    }
}

extension EvalCommand {
    /// The first option that predictions alone cannot answer.
    fileprivate var firstForModel: String? {
        if model != nil { return "--model" }
        if !judgement.tests.isEmpty { return "--test" }
        if judgement.importance != nil { return "--importance" }
        if load.latency { return "--latency" }
        return command.isEmpty ? nil : "a command after --"
    }

    /// The first option that a service alone cannot answer.
    fileprivate var firstForRows: String? {
        if !judgement.slices.isEmpty { return "--slice" }
        if judgement.weakSlices { return "--weak-slices" }
        if !judgement.fairness.isEmpty { return "--fairness" }
        if judgement.baseline != nil { return "--baseline" }
        if judgement.weight != nil { return "--weight" }
        if reports.html != nil { return "--html" }
        return reports.report == nil ? firstForModel : "--report"
    }
}

extension PredictionOptions {
    /// The first option that says what there is in the file.
    fileprivate var firstColumn: String? {
        if truth != nil { return "--truth" }
        if prediction != nil { return "--prediction" }
        if score != nil { return "--score" }
        if query != nil { return "--query" }
        return task == nil ? nil : "--task"
    }
}

extension LoadOptions {
    /// The first option for what only a service can be asked for.
    fileprivate var firstForService: String? {
        if rate != nil { return "--rate" }
        if connections != nil { return "--connections" }
        return rowsPerRequest == nil ? nil : "--rows"
    }
}
