import RunDocument

/// Which way a score or a number must go.
struct BehaviourDirection: Hashable, Sendable {
    enum Way: String, CaseIterable, Sendable {
        case increase, decrease
        case notIncrease = "not_increase"
        case notDecrease = "not_decrease"
    }

    /// Whose score; nil for the number of a regression.
    let label: String?
    let way: Way
    /// At least so much for `increase` and `decrease`; at most so much for the others.
    let amount: Double?

    var text: String {
        let subject = label.map { "score of \($0)" } ?? "value"
        let amount = amount.map { " by \(BehaviourText.number($0))" } ?? ""
        return switch way {
        case .increase: "\(subject) increases\(amount)"
        case .decrease: "\(subject) decreases\(amount)"
        case .notIncrease: "\(subject) does not increase\(amount)"
        case .notDecrease: "\(subject) does not decrease\(amount)"
        }
    }

    func holds(from before: Double, to after: Double) -> Bool {
        let difference = after - before
        guard difference.isFinite else { return false }
        switch way {
        case .increase: return difference > 0 && difference >= amount ?? 0
        case .decrease: return difference < 0 && -difference >= amount ?? 0
        case .notIncrease: return difference <= amount ?? 0
        case .notDecrease: return -difference <= amount ?? 0
        }
    }

    /// Reads `"increase"`, `{"direction": "increase", "by": 2}`, or one of them for each label.
    static func read(_ json: JSONValue, labels: [String], in outer: CaseMembers)
        throws(BehaviourError) -> [BehaviourDirection]
    {
        guard !labels.isEmpty else {
            return [try read(json, at: "expect", label: nil, in: outer)]
        }
        if let word = json.stringValue {
            let example: JSONValue = [labels[labels.count - 1]: .string(word)]
            throw outer.failure(
                at: "expect", "does not say whose score it is about",
                hint: "name a label, as \(example.canonicalText())")
        }
        let members = try outer.object("expect", json, known: nil)
        guard !members.members.isEmpty else {
            throw outer.failure(at: "expect", "expects nothing")
        }
        var directions: [BehaviourDirection] = []
        for (key, value) in members.members.sorted(by: { $0.key < $1.key }) {
            let label = try CaseLabel.read(.string(key), at: key, labels, in: members)
            directions.append(try read(value, at: key, label: label, in: members))
        }
        return directions
    }

    private static func read(
        _ json: JSONValue, at key: String, label: String?, in outer: CaseMembers
    ) throws(BehaviourError) -> BehaviourDirection {
        let object: JSONValue = json.stringValue.map { ["direction": .string($0)] } ?? json
        let members = try outer.object(key, object, known: ["direction", "by"])
        guard let way: Way = try members.word("direction") else {
            throw outer.failure(at: key, "has no 'direction'")
        }
        return BehaviourDirection(
            label: label, way: way, amount: try members.number("by", isSize: true))
    }
}
