import Dataset
import RunDocument

/// Reads one line of behaviour cases.
struct BehaviourReader {
    private static let keys = [
        "name", "kind", "input", "change", "expect", "tolerance", "severity", "max_failure_rate",
    ]
    private static let mostRows = 10_000

    let file: String
    let line: Int
    let cells: CaseCells
    /// The model's; empty for a regression.
    let labels: [String]

    func read(_ bytes: ArraySlice<UInt8>) throws(BehaviourError) -> BehaviourCase {
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch {
            throw bad("column \(error.column): \(error.reason)")
        }
        guard let members = json.objectValue else { throw bad("a case is not an object") }
        try allow(Self.keys, in: members, "")
        guard let name = members["name"]?.stringValue, !name.isEmpty else {
            throw bad("a case needs a 'name'")
        }
        let kind: BehaviourCase.Kind = try word(members, "kind") ?? .minimumFunctionality
        let tolerance = try number(members, "tolerance", 0...Double.greatestFiniteMagnitude)
        return BehaviourCase(
            name: name, kind: kind, severity: try word(members, "severity") ?? .error,
            maximumFailureRate: try number(members, "max_failure_rate", 0...1) ?? 0,
            line: line, input: try input(members["input"]), changes: try changes(members, kind),
            expectation: try expectation(members["expect"], kind, tolerance), tolerance: tolerance)
    }

    private func input(_ json: JSONValue?) throws(BehaviourError) -> BehaviourCase.Input {
        guard let json else { throw bad("a case needs an 'input'") }
        if let members = json.objectValue, members["from"] == "data" {
            try allow(["from", "where", "rows"], in: members, "input.")
            let count = members["rows"].map { $0.integerValue ?? 0 } ?? 100
            guard (1...Self.mostRows).contains(count) else {
                throw bad("'input.rows' is not a whole number from 1 to \(Self.mostRows)")
            }
            if let source = members["where"], source.stringValue == nil {
                throw bad("'input.where' is not a text")
            }
            return .data(where: members["where"]?.stringValue, rows: count)
        }
        let elements = json.arrayValue ?? [json]
        guard !elements.isEmpty else { throw bad("'input' has no row") }
        var rows: [[String: BehaviourCase.Cell]] = []
        for element in elements { rows.append(try row(element, "input", change: false)) }
        return .rows(rows)
    }

    private func changes(
        _ members: JSONObject, _ kind: BehaviourCase.Kind
    ) throws(BehaviourError) -> [[String: BehaviourCase.Cell]] {
        guard let json = members["change"] else {
            guard kind == .minimumFunctionality else {
                throw bad("a case of kind '\(kind.rawValue)' needs a 'change'")
            }
            return [[:]]
        }
        guard kind != .minimumFunctionality else {
            throw bad("'change' belongs to an invariance or directional case")
        }
        let elements = json.arrayValue ?? [json]
        guard !elements.isEmpty else { throw bad("'change' has nothing in it") }
        var changes: [[String: BehaviourCase.Cell]] = []
        for element in elements { changes.append(try row(element, "change", change: true)) }
        return changes
    }

    private func row(
        _ json: JSONValue, _ place: String, change: Bool
    ) throws(BehaviourError) -> [String: BehaviourCase.Cell] {
        guard let members = json.objectValue, !members.isEmpty else {
            throw bad("'\(place)' is not an object of columns and values")
        }
        try allow(cells.columns, in: members, "\(place).")
        var row: [String: BehaviourCase.Cell] = [:]
        for (column, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let cell = cells.cell(value, of: column, change: change) else {
                let type = cells.phrase(of: column)
                throw bad("'\(place).\(column)' is \(value.canonicalText()), not \(type)")
            }
            row[column] = cell
        }
        return row
    }

    private func expectation(
        _ json: JSONValue?, _ kind: BehaviourCase.Kind, _ tolerance: Double?
    ) throws(BehaviourError) -> BehaviourCase.Expectation {
        guard kind != .invariance else {
            guard json == nil else {
                throw bad("an invariance case has no 'expect': the answer stays as it is")
            }
            return .same
        }
        guard let json else { throw bad("a case of kind '\(kind.rawValue)' needs an 'expect'") }
        return kind == .directional ? try moves(json) : try answer(json, tolerance)
    }

    private func moves(_ json: JSONValue) throws(BehaviourError) -> BehaviourCase.Expectation {
        let members: JSONObject
        if labels.isEmpty {
            members = ["": json]
        } else {
            guard let own = json.objectValue, !own.isEmpty else {
                throw bad("'expect' is not an object of labels and directions")
            }
            try allow(labels, in: own, "expect.")
            members = own
        }
        var moves: [String: BehaviourCase.Direction] = [:]
        for (label, value) in members.sorted(by: { $0.key < $1.key }) {
            let place = label.isEmpty ? "expect" : "expect.\(label)"
            guard let direction = value.stringValue.flatMap(BehaviourCase.Direction.init) else {
                let known = BehaviourCase.Direction.allCases.map(\.rawValue)
                throw bad(
                    "'\(place)' is no direction",
                    KnownKeys(known).hint(for: value.stringValue ?? "")
                )
            }
            moves[label] = direction
        }
        return .moves(moves)
    }

    private func answer(
        _ json: JSONValue, _ tolerance: Double?
    ) throws(BehaviourError) -> BehaviourCase.Expectation {
        if labels.isEmpty {
            if let number = json.doubleValue {
                let width = tolerance ?? 0
                return .value(
                    BehaviourCase.ScoreBounds(minimum: number - width, maximum: number + width))
            }
            return .value(try bounds(json, "expect"))
        }
        guard let members = json.objectValue else {
            return .answer(label: try known(json, "expect"), scores: [:])
        }
        try allow(["label", "score"], in: members, "expect.")
        var label: String?
        if let json = members["label"] { label = try known(json, "expect.label") }
        var scores: [String: BehaviourCase.ScoreBounds] = [:]
        if let json = members["score"] {
            guard let own = json.objectValue else {
                throw bad("'expect.score' is not an object of labels and bounds")
            }
            try allow(labels, in: own, "expect.score.")
            for (name, value) in own.sorted(by: { $0.key < $1.key }) {
                scores[name] = try bounds(value, "expect.score.\(name)")
            }
        }
        guard label != nil || !scores.isEmpty else { throw bad("'expect' expects nothing") }
        return .answer(label: label, scores: scores)
    }

    private func known(_ json: JSONValue, _ place: String) throws(BehaviourError) -> String {
        let label = json.stringValue ?? json.canonicalText()
        guard labels.contains(label) else {
            throw bad("'\(place)' is '\(label)', no label of the model", hint(labels, label))
        }
        return label
    }

    private func bounds(
        _ json: JSONValue, _ place: String
    ) throws(BehaviourError) -> BehaviourCase.ScoreBounds {
        guard let members = json.objectValue, !members.isEmpty else {
            throw bad("'\(place)' is not an object of 'min' and 'max'")
        }
        try allow(["min", "max"], in: members, "\(place).")
        let everything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        return BehaviourCase.ScoreBounds(
            minimum: try number(members, "min", everything),
            maximum: try number(members, "max", everything))
    }

    private func number(
        _ members: JSONObject, _ key: String, _ range: ClosedRange<Double>
    ) throws(BehaviourError) -> Double? {
        guard let value = members[key] else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            throw bad("'\(key)' is \(value.canonicalText()), not a number that it may be")
        }
        return number
    }

    private func word<Word: RawRepresentable & CaseIterable>(
        _ members: JSONObject, _ key: String
    ) throws(BehaviourError) -> Word? where Word.RawValue == String {
        guard let value = members[key] else { return nil }
        guard let word = value.stringValue.flatMap(Word.init(rawValue:)) else {
            let text = value.stringValue ?? value.canonicalText()
            throw bad("unknown \(key) '\(text)'", hint(Word.allCases.map(\.rawValue), text))
        }
        return word
    }

    private func allow(
        _ known: [String], in members: JSONObject, _ place: String
    ) throws(BehaviourError) {
        guard let key = KnownKeys(known).firstUnknown(in: members.keys) else { return }
        throw bad("unknown key '\(place)\(key)'", hint(known, key))
    }

    private func hint(_ known: [String], _ word: String) -> String {
        KnownKeys(known).hint(for: word)
    }

    private func bad(_ reason: String, _ hint: String? = nil) -> BehaviourError {
        .badLine(file: file, line: line, reason: reason, hint: hint)
    }
}
