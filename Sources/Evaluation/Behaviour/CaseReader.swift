import Dataset
import Expressions
import Model
import RunDocument

/// Reads cases against what a model takes and answers.
struct CaseReader {
    static let usualRows = 100
    static let rowLimit = 100_000

    private static let keys = [
        "name", "kind", "input", "change", "expect", "tolerance", "max_failure_rate", "severity",
        "allow_unseen",
    ]

    let file: String
    let metadata: ModelMetadata
    let schema: TableSchema?
    private let columns: CaseColumns

    init(file: String, metadata: ModelMetadata, schema: TableSchema?) {
        self.file = file
        self.metadata = metadata
        self.schema = schema
        columns = CaseColumns(metadata, schema: schema)
    }

    func read(_ json: JSONValue, line: Int) throws(BehaviourError) -> BehaviourCase {
        let members = try CaseMembers(json, file: file, line: line, known: Self.keys)
        guard let name = try members.text("name"), name.count <= 200 else {
            throw members.failure("the case has no 'name' of at most 200 characters")
        }
        let allowUnseen = members.members["allow_unseen"] ?? false
        guard let allowUnseen = allowUnseen.booleanValue else {
            throw members.failure(at: "allow_unseen", "is neither true nor false")
        }
        let input = try input(members, allowUnseen)
        let question = try question(members, allowUnseen)
        if case .row(let row) = input {
            try members.refuse(
                ["max_failure_rate"], because: "is for rows of the test data, and this is one row")
            for change in question.changes
            where change.applied(to: row, metadata.inputs) == nil {
                throw members.failure(
                    at: "change", "leaves the input as it is: \(change.json.canonicalText())")
            }
        }
        let rate = try members.number("max_failure_rate", isSize: true) ?? 0
        guard rate <= 1 else { throw members.failure(at: "max_failure_rate", "is above 1") }
        return BehaviourCase(
            name: name, line: line, severity: try members.word("severity") ?? .error,
            input: input, question: question, maximumFailureRate: rate)
    }

    // MARK: Input

    private func input(_ members: CaseMembers, _ allowUnseen: Bool)
        throws(BehaviourError) -> BehaviourCase.Input
    {
        let value = try members.required("input")
        let input = try members.object("input", value, known: nil)
        let isColumn = metadata.inputs.contains { $0.name == "from" }
        if input.members["from"] == "data", !isColumn || input.members["rows"] != nil {
            return try dataRows(
                try members.object("input", value, known: ["from", "where", "rows"]))
        }
        var row = [FeatureValue](repeating: .missing, count: columns.features.count)
        for (key, value) in input.members.sorted(by: { $0.key < $1.key }) {
            let position = try columns.position(key, in: input)
            row[position] = try columns.value(value, position, in: input, allowUnseen: allowUnseen)
        }
        for feature in columns.features
        where feature.isRequired && input.members[feature.name] == nil {
            throw input.failure("'input' has no '\(feature.name)', which the model needs")
        }
        return .row(row)
    }

    private func dataRows(_ members: CaseMembers) throws(BehaviourError) -> BehaviourCase.Input {
        let count = try members.number("rows") ?? Double(Self.usualRows)
        guard let count = Int(exactly: count), (1...Self.rowLimit).contains(count) else {
            throw members.failure(
                at: "rows", "is not a whole number from 1 to \(Self.rowLimit)")
        }
        let source = try members.text("where")
        if let source, let schema {
            do { _ = try RowFilter(source, schema: schema) } catch {
                throw members.failure(at: "where", "is no expression: \(error)")
            }
        }
        return .data(where: source, count: count)
    }

    // MARK: Question

    private func question(_ members: CaseMembers, _ allowUnseen: Bool)
        throws(BehaviourError) -> BehaviourCase.Question
    {
        guard let kind: BehaviourCase.Kind = try members.word("kind") else {
            let kinds = BehaviourCase.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw members.failure("the case has no 'kind'", hint: "one of \(kinds)")
        }
        let labels = metadata.labels
        switch kind {
        case .minimumFunctionality:
            try members.refuse(
                ["change", "tolerance"], because: "does not go with 'kind': '\(kind.rawValue)'")
            let expected = try members.required("expect")
            return .answer(try BehaviourExpectation(expected, labels: labels, in: members))
        case .invariance:
            try members.refuse(
                ["expect"], because: "does not go with 'kind': 'invariance', where nothing changes")
            let tolerance = try members.number("tolerance", isSize: true)
            return .invariance(
                try changes(members, allowUnseen),
                tolerance: tolerance ?? (labels.isEmpty ? 0 : nil))
        case .directional:
            try members.refuse(
                ["tolerance"], because: "does not go with 'kind': 'directional'; give 'by'")
            let expected = try members.required("expect")
            return .directional(
                try changes(members, allowUnseen),
                try BehaviourDirection.read(expected, labels: labels, in: members))
        }
    }

    private func changes(_ members: CaseMembers, _ allowUnseen: Bool)
        throws(BehaviourError) -> [BehaviourChange]
    {
        let value = try members.required("change")
        let elements = value.arrayValue ?? [value]
        guard (1...1000).contains(elements.count) else {
            throw members.failure(at: "change", "has no change in it, or more than 1000")
        }
        var changes: [BehaviourChange] = []
        for element in elements {
            changes.append(
                try BehaviourChange(element, columns, in: members, allowUnseen: allowUnseen))
        }
        return changes
    }
}
