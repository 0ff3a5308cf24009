package import RunDocument

/// The pipeline that a change calls for.
package struct TriggerDecision: Sendable {
    package let pipeline: Pipeline
    /// The kind of change that decided.
    package let kind: ChangeKind?
    package let base: RegisteredModels.Base?
    package let reasons: [String]

    /// Decides.
    ///
    /// New code means a new training from scratch, with the data as it is now. Otherwise new data,
    /// drift, metrics and age mean to go on from the model in production, else from the newest in
    /// testing, else from scratch. New tests alone are run on that model.
    package init(_ changes: Changes, _ models: RegisteredModels) {
        var reasons = changes.explanations
        base = models.base
        if changes.contains(.code) {
            (pipeline, kind) = (.train, .code)
        } else if let kind = ChangeKind.allCases.first(where: {
            $0.callsForRetraining && changes.contains($0)
        }) {
            self.kind = kind
            pipeline = base == nil ? .train : .retrain
        } else if changes.contains(.tests), base != nil {
            (pipeline, kind) = (.retest, .tests)
        } else {
            if changes.contains(.tests) { reasons.append("there is no registered model to test") }
            (pipeline, kind) = (.none, nil)
        }
        self.reasons = reasons
    }

    package var stages: [String] {
        switch pipeline {
        case .train, .retrain: ["validate", "train", "eval", "register", "notify"]
        case .retest: ["eval", "register", "notify"]
        case .none: []
        }
    }

    /// The `spec` of the run that carries it out.
    package var spec: JSONObject {
        var spec: JSONObject = [
            "pipeline": .string(pipeline.rawValue),
            "reasons": .array(reasons.map(JSONValue.string)),
            "stages": .array(stages.map(JSONValue.string)),
        ]
        spec["base"] = base?.json
        return spec
    }
}
