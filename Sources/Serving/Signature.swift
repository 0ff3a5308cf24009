import Model

/// What a request must hold so that a model can answer it, looked up by name.
struct Signature: Sendable {
    struct Input: Sendable {
        let feature: Feature
        /// The code of each category; empty if the feature is not categorical.
        let codes: [String: Int32]
        let categories: [String]

        init(_ feature: Feature) {
            self.feature = feature
            if case .categorical(let categories) = feature.kind {
                self.categories = categories
                codes = Dictionary(zip(categories, 0...), uniquingKeysWith: { first, _ in first })
            } else {
                categories = []
                codes = [:]
            }
        }

        var name: String { feature.name }
        var isRequired: Bool { feature.isRequired }

        /// The datatype that the model's description names.
        var datatype: TensorDatatype {
            switch feature.kind {
            case .numeric(isInteger: false): .fp64
            case .numeric(isInteger: true): .int64
            case .boolean: .bool
            case .categorical: .bytes
            }
        }

        /// The datatypes that a request may use.
        var accepted: [TensorDatatype] {
            switch feature.kind {
            case .numeric(isInteger: false): [.fp64, .fp32, .int64, .int32]
            case .numeric(isInteger: true): [.int64, .int32, .fp64, .fp32]
            case .boolean: [.bool]
            case .categorical: [.bytes]
            }
        }
    }

    /// The name of the output with the probability of each label.
    static let probabilities = "probabilities"

    let inputs: [Input]
    let target: String
    let labels: [String]
    private let positions: [String: Int]

    init(_ metadata: ModelMetadata) {
        inputs = metadata.inputs.map(Input.init)
        target = metadata.target
        labels = metadata.labels
        positions = Dictionary(
            zip(inputs.map(\.name), 0...),
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The position of an input among `inputs`.
    func position(of name: String) -> Int? { positions[name] }

    var isRegression: Bool { labels.isEmpty }

    /// The names of the outputs that a request may ask for.
    var outputs: [String] { isRegression ? [target] : [target, Self.probabilities] }
}
