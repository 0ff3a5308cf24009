import RunDocument

/// What a model must say of a row.
struct BehaviourExpectation: Hashable, Sendable {
    /// Bounds that belong to what is allowed.
    struct Bounds: Hashable, Sendable {
        var minimum: Double?
        var maximum: Double?
        /// As `3.2 ± 0.1` or `≥ 0.8`.
        var text: String

        func hold(_ value: Double) -> Bool {
            value.isFinite && minimum.map { value >= $0 } ?? true
                && maximum.map { value <= $0 } ?? true
        }
    }

    struct LabelBounds: Hashable, Sendable {
        let label: String
        let bounds: Bounds
    }

    var label: String?
    /// By label, in the order of the alphabet.
    var scores: [LabelBounds] = []
    /// Of a regression.
    var value: Bounds?

    var text: String {
        var parts = [label, value?.text].compactMap(\.self)
        parts += scores.map { "score of \($0.label) \($0.bounds.text)" }
        return parts.joined(separator: ", ")
    }

    init(_ json: JSONValue, labels: [String], in outer: CaseMembers) throws(BehaviourError) {
        guard !labels.isEmpty else {
            guard json.objectValue != nil else {
                throw outer.failure(
                    at: "expect", "is \(json.typeName), not the bounds of a number",
                    hint: #"as {"value": 3.2, "tolerance": 0.1} or {"min": 3, "max": 4}"#)
            }
            value = try Self.bounds(
                try outer.object(
                    "expect", json, known: ["value", "tolerance", "min", "max"]))
            return
        }
        guard json.objectValue != nil else {
            label = try CaseLabel.read(json, at: "expect", labels, in: outer)
            return
        }
        let members = try outer.object("expect", json, known: ["label", "score"])
        label = try members.members["label"].map { value throws(BehaviourError) in
            try CaseLabel.read(value, at: "label", labels, in: members)
        }
        if let value = members.members["score"] {
            let wanted = try members.object("score", value, known: nil)
            for (key, value) in wanted.members.sorted(by: { $0.key < $1.key }) {
                let label = try CaseLabel.read(.string(key), at: key, labels, in: wanted)
                let bounds = try wanted.object(
                    key, value, known: ["value", "tolerance", "min", "max"])
                scores.append(LabelBounds(label: label, bounds: try Self.bounds(bounds)))
            }
        }
        guard label != nil || !scores.isEmpty else {
            throw outer.failure(at: "expect", "expects nothing", hint: "give 'label' or 'score'")
        }
    }

    private static func bounds(_ members: CaseMembers) throws(BehaviourError) -> Bounds {
        let minimum = try members.number("min")
        let maximum = try members.number("max")
        if let value = try members.number("value") {
            try members.refuse(["min", "max"], because: "does not go with 'value'")
            guard let tolerance = try members.number("tolerance", isSize: true) else {
                throw members.failure(at: "value", "needs a 'tolerance' beside it")
            }
            return Bounds(
                minimum: value - tolerance, maximum: value + tolerance,
                text: "\(BehaviourText.number(value)) ± \(BehaviourText.number(tolerance))")
        }
        try members.refuse(["tolerance"], because: "needs a 'value' beside it")
        switch (minimum, maximum) {
        case (nil, nil):
            throw members.failure(
                "'\(members.path)' has no bound",
                hint: "give 'min', 'max', or 'value' and 'tolerance'")
        case (let low?, nil):
            return Bounds(minimum: low, text: "≥ \(BehaviourText.number(low))")
        case (nil, let high?):
            return Bounds(maximum: high, text: "≤ \(BehaviourText.number(high))")
        case (let low?, let high?):
            guard low <= high else { throw members.failure(at: "min", "is above 'max'") }
            let text = "\(BehaviourText.number(low)) to \(BehaviourText.number(high))"
            return Bounds(minimum: low, maximum: high, text: text)
        }
    }
}

/// Labels as cases write them.
enum CaseLabel {
    /// The label of a text, a number or a boolean.
    static func read(
        _ json: JSONValue, at key: String, _ labels: [String], in members: CaseMembers
    ) throws(BehaviourError) -> String {
        let text: String
        switch json {
        case .string(let label): text = label
        case .boolean(let flag): text = flag ? "1" : "0"
        case .integer, .number: text = json.canonicalText()
        case .null, .literal, .array, .object:
            throw members.failure(at: key, "is \(json.typeName), not a label")
        }
        guard labels.contains(text) else {
            throw members.failure(
                at: key, "is '\(text)', a label that the model does not know",
                hint: KnownWords(labels).hint(for: text))
        }
        return text
    }
}
