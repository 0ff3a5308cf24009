import CommandLineTool
import Evaluation

extension PredictionColumns {
    init(_ command: EvalCommand, _ eval: Project.Eval) throws {
        self.init()
        let (options, written) = (command.predictions, eval.predictions)
        truth = options.truth ?? written.truth
        prediction = options.prediction ?? written.prediction
        score = options.score ?? written.score
        weight = command.judgement.weight ?? eval.weight
        group = options.query ?? written.query
        positive = command.judgement.positive ?? eval.positive
        task = options.task
        if task == nil, let word = written.task {
            guard let known = EvaluationTask(rawValue: word) else {
                let words = EvaluationTask.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError(
                    reason: "'eval.predictions.task' is '\(word)', not one of \(words)")
            }
            task = known
        }
    }
}
