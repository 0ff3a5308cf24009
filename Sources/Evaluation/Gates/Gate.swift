package import RunDocument

/// A bound that a metric must keep, alone or against a baseline.
///
/// The semantics are TensorFlow Model Analysis's: bounds are inclusive; with a direction, `diff`
/// (candidate − baseline) must be at least `absolute`, and `diff / baseline` at least `relative`,
/// both turned round where lower is better, so a negative change is a regression that is allowed.
package struct Gate: Hashable, Sendable {
    package enum Direction: String, CaseIterable, Sendable {
        case higherIsBetter = "higher_is_better"
        case lowerIsBetter = "lower_is_better"
    }

    package enum OnMissing: String, CaseIterable, Sendable { case fail, pass }

    /// What it means that the rows are too few to tell.
    package enum OnInconclusive: String, CaseIterable, Sendable {
        /// A person decides: the run awaits approval.
        case review
        case fail, pass
    }

    package struct Change: Hashable, Sendable {
        package var absolute: Double?
        package var relative: Double?
    }

    /// Which rows the metric is of.
    package enum Scope: Hashable, Sendable {
        case all
        case slice(SliceSelector)
        /// Each slice of a definition keeps the bounds.
        case each(SliceDefinition)
        /// The distance of the best and the worst slice keeps them.
        case gap(SliceDefinition)
        /// A metric of fairness, across the values of a column.
        case groups(column: String)
    }

    package var metric: String
    package var lowerBound: Double?
    package var upperBound: Double?
    package var change: Change?
    package var direction: Direction
    package var scope: Scope
    package var minimumSliceSize: Int
    /// What a missing metric, slice or baseline means.
    ///
    /// By default a missing metric or slice fails and a missing baseline passes: the first model
    /// has none.
    package var onMissing: OnMissing?
    package var onInconclusive: OnInconclusive
    /// How sure the verdict must be; nil to take the metric's value for what it is.
    package var confidence: Double?
}

extension Gate {
    private static let keys = [
        "metric", "lower_bound", "upper_bound", "change", "direction", "slice", "slices", "gap",
        "by", "min_slice_size", "on_missing", "confidence", "on_inconclusive",
    ]

    /// Reads a gate as mlx.yaml writes it.
    ///
    /// - Parameter confidence: of gates that do not say it.
    package init(_ json: JSONValue, confidence: Double? = nil) throws(EvaluationError) {
        guard let members = json.objectValue else {
            throw .invalidGate(
                reason: "a gate is not a mapping", hint: GateReader.mapping(for: json))
        }
        if let key = KnownWords(Self.keys).firstUnknown(in: members.keys) {
            throw .invalidGate(
                reason: "unknown key '\(key)' in a gate", hint: KnownWords(Self.keys).hint(for: key)
            )
        }
        guard let metric = members["metric"]?.stringValue else {
            throw .invalidGate(reason: "a gate names no 'metric'", hint: nil)
        }
        let reader = GateReader(members: members)
        self.metric = metric
        lowerBound = try reader.number("lower_bound")
        upperBound = try reader.number("upper_bound")
        change = try reader.change()
        scope = try reader.scope()
        if case .gap = scope {
            direction = try reader.word("direction") ?? .lowerIsBetter
        } else {
            direction = try reader.word("direction") ?? Metrics.direction(of: metric)
        }
        onMissing = try reader.word("on_missing")
        onInconclusive = try reader.word("on_inconclusive") ?? .review
        minimumSliceSize = try reader.count("min_slice_size") ?? 1
        self.confidence = try reader.confidence(otherwise: confidence)
        guard lowerBound != nil || upperBound != nil || change != nil else {
            throw .invalidGate(
                reason: "the gate on '\(metric)' has no bound",
                hint: "give lower_bound, upper_bound or change"
            )
        }
    }
}
