import RunDocument

/// One test of what a model does, after CheckList by Ribeiro and others.
struct BehaviourCase: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case minimumFunctionality = "minimum_functionality"
        case invariance, directional
    }

    enum Severity: String, CaseIterable, Sendable { case error, warning }

    /// The rows that it is about.
    enum Input: Hashable, Sendable {
        case row([FeatureValue])
        /// At most `count` rows of the test data, evenly chosen of those for which the expression
        /// is true.
        case data(where: String?, count: Int)
    }

    enum Question: Hashable, Sendable {
        /// What the model must say.
        case answer(BehaviourExpectation)
        /// Changes after which it must say the same; nil if only the label matters.
        case invariance([BehaviourChange], tolerance: Double?)
        /// Changes after which scores must go some way.
        case directional([BehaviourChange], [BehaviourDirection])

        var changes: [BehaviourChange] {
            switch self {
            case .answer: []
            case .invariance(let changes, _), .directional(let changes, _): changes
            }
        }

        var kind: Kind {
            switch self {
            case .answer: .minimumFunctionality
            case .invariance: .invariance
            case .directional: .directional
            }
        }

        /// What must hold, in words.
        var text: String {
            switch self {
            case .answer(let expectation): expectation.text
            case .invariance(_, nil): "the same label"
            case .invariance(_, let tolerance?):
                "the same within \(BehaviourText.number(tolerance))"
            case .directional(_, let directions):
                directions.map(\.text).joined(separator: ", ")
            }
        }
    }

    let name: String
    let line: Int
    let severity: Severity
    let input: Input
    let question: Question
    /// The share of the rows that may fail.
    let maximumFailureRate: Double
}
