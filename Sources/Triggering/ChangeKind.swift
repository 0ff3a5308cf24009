/// What calls for a pipeline.
package enum ChangeKind: String, CaseIterable, Sendable {
    case code, data, tests
    /// Live data is not what the model was trained on.
    case drift
    /// The model is not as good as it must be.
    case metrics
    /// The model is older than it may be.
    case age

    /// The kinds that files can change.
    static let ofFiles: [ChangeKind] = [.code, .data, .tests]

    /// Whether the model is to be trained again, by the same code.
    var callsForRetraining: Bool {
        switch self {
        case .data, .drift, .metrics, .age: true
        case .code, .tests: false
        }
    }

    var words: String {
        switch self {
        case .code: "the model code"
        case .data: "the data"
        case .tests: "the tests"
        case .drift: "live data"
        case .metrics: "the metrics"
        case .age: "the model's age"
        }
    }
}
