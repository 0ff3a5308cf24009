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

    package struct Change: Hashable, Sendable {
        package var absolute: Double?
        package var relative: Double?
    }

    package var metric: String
    package var lowerBound: Double?
    package var upperBound: Double?
    package var change: Change?
    package var direction: Direction
    /// Only the rows whose columns have these values.
    package var slice: [String: String]
    package var minimumSliceSize: Int
    /// What a missing metric, slice or baseline means.
    ///
    /// By default a missing metric or slice fails
    /// and a missing baseline passes: the first model has none.
    package var onMissing: OnMissing?

    private static let keys = [
        "metric", "lower_bound", "upper_bound", "change", "direction", "slice", "min_slice_size",
        "on_missing",
    ]

    /// Reads a gate as mlx.yaml writes it.
    package init(_ json: JSONValue) throws(EvaluationError) {
        guard let members = json.objectValue else {
            throw .invalidGate(reason: "a gate is not a mapping", hint: nil)
        }
        for key in members.keys.sorted() where !Self.keys.contains(key) {
            throw .invalidGate(
                reason: "unknown key '\(key)' in a gate",
                hint: "known here: \(Self.keys.joined(separator: ", "))"
            )
        }
        guard let metric = members["metric"]?.stringValue else {
            throw .invalidGate(reason: "a gate names no 'metric'", hint: nil)
        }
        self.metric = metric
        lowerBound = try Self.number(members, "lower_bound")
        upperBound = try Self.number(members, "upper_bound")
        change = try Self.change(members)
        direction = try Self.word(members, "direction") ?? Metrics.direction(of: metric)
        onMissing = try Self.word(members, "on_missing")
        slice = try Self.slice(members)
        minimumSliceSize = try Self.count(members, "min_slice_size") ?? 1
        guard lowerBound != nil || upperBound != nil || change != nil else {
            throw .invalidGate(
                reason: "the gate on '\(metric)' has no bound",
                hint: "give lower_bound, upper_bound or change"
            )
        }
    }

    private static func number(
        _ members: JSONObject,
        _ key: String
    ) throws(EvaluationError) -> Double? {
        guard let value = members[key] else { return nil }
        guard let number = value.doubleValue else {
            throw .invalidGate(reason: "'\(key)' of a gate is not a number", hint: nil)
        }
        return number
    }

    private static func count(
        _ members: JSONObject, _ key: String
    ) throws(EvaluationError) -> Int? {
        guard let value = members[key] else { return nil }
        guard let count = value.integerValue, count >= 0 else {
            throw .invalidGate(reason: "'\(key)' of a gate is not a whole number", hint: nil)
        }
        return count
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ members: JSONObject,
        _ key: String
    ) throws(EvaluationError) -> Word? where Word.RawValue == String {
        guard let value = members[key] else { return nil }
        guard let word = value.stringValue.flatMap(Word.init(rawValue:)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidGate(reason: "'\(key)' of a gate is not one of \(words)", hint: nil)
        }
        return word
    }

    private static func change(_ members: JSONObject) throws(EvaluationError) -> Change? {
        guard let value = members["change"] else { return nil }
        guard let change = value.objectValue,
            change.keys.allSatisfy({ $0 == "absolute" || $0 == "relative" }), !change.isEmpty
        else {
            throw .invalidGate(
                reason: "'change' of a gate is not a mapping of 'absolute' and 'relative'",
                hint: nil
            )
        }
        return Change(
            absolute: try number(change, "absolute"),
            relative: try number(change, "relative")
        )
    }

    private static func slice(
        _ members: JSONObject
    ) throws(EvaluationError) -> [String: String] {
        guard let value = members["slice"] else { return [:] }
        guard let slice = value.objectValue, !slice.isEmpty else {
            throw .invalidGate(
                reason: "'slice' of a gate is not a mapping of columns and values",
                hint: nil
            )
        }
        return slice.mapValues { $0.stringValue ?? $0.canonicalText() }
    }
}
