import Model
import RunDocument

/// What is different in a row that the model is asked about once more.
struct BehaviourChange: Hashable, Sendable {
    enum Operation: Hashable, Sendable {
        case set(FeatureValue)
        case add(Double)
        case multiply(Double)
    }

    /// By the column's position.
    let operations: [Int: Operation]
    /// As the case writes it.
    let json: JSONValue

    init(
        _ json: JSONValue, _ columns: CaseColumns, in outer: CaseMembers, allowUnseen: Bool
    ) throws(BehaviourError) {
        let members = try outer.object("change", json, known: nil)
        guard !members.members.isEmpty else { throw outer.failure("'change' changes nothing") }
        var operations: [Int: Operation] = [:]
        for (key, value) in members.members.sorted(by: { $0.key < $1.key }) {
            let position = try columns.position(key, in: members)
            if value.objectValue != nil {
                operations[position] = try Self.arithmetic(
                    key, value, columns.features[position], in: members)
            } else {
                operations[position] = .set(
                    try columns.value(value, position, in: members, allowUnseen: allowUnseen))
            }
        }
        self.operations = operations
        self.json = json
    }

    private static func arithmetic(
        _ key: String, _ value: JSONValue, _ feature: Feature, in outer: CaseMembers
    ) throws(BehaviourError) -> Operation {
        let members = try outer.object(key, value, known: ["add", "multiply"])
        guard case .numeric = feature.kind else {
            throw outer.failure(at: key, "is no column of numbers, so nothing can be added to it")
        }
        switch (try members.number("add"), try members.number("multiply")) {
        case (let term?, nil): return .add(term)
        case (nil, let factor?): return .multiply(factor)
        default: throw outer.failure(at: key, "needs one of 'add' and 'multiply'")
        }
    }

    /// The row with the change; nil if it is the same, or a number to change is missing.
    func applied(to row: [FeatureValue], _ features: [Feature]) -> [FeatureValue]? {
        var changed = row
        for (position, operation) in operations {
            let result: Double
            switch (operation, row[position]) {
            case (.set(let value), _):
                changed[position] = value
                continue
            case (.add(let term), .number(let number)): result = number + term
            case (.multiply(let factor), .number(let number)): result = number * factor
            default: return nil
            }
            let isInteger = features[position].kind == .numeric(isInteger: true)
            changed[position] = .number(isInteger ? result.rounded() : result)
        }
        return changed == row ? nil : changed
    }
}
