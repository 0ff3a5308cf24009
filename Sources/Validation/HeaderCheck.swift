import Dataset
import RunDocument

/// Holds the headers of a table's files against a schema.
struct HeaderCheck {
    private let names: [String]
    private let match: FieldsMatch
    private var blank = Tally()
    private var duplicate = Tally()
    private var missing = Tally()
    private var extra = Tally()
    private var incorrect = Tally()
    private var isDelimited = false
    /// Of JSON Lines, where a key may be new in many blocks.
    private var extraKeys: Set<String> = []

    init(_ schema: TableSchema) {
        names = schema.fields.map(\.name)
        match = schema.fieldsMatch
    }

    /// Looks at the header of a source.
    mutating func look(at source: SourceHeader) {
        let header = source.names
        var seen: Set<String> = []
        let position = Position(file: source.name, line: source.line)
        for (index, label) in header.enumerated() {
            if label.allSatisfy(\.isWhitespace) {
                blank.add(position.offence(value: nil, index + 1))
            } else if !seen.insert(label).inserted {
                duplicate.add(position.offence(value: label, index + 1))
            } else if !names.contains(label), ![.subset, .partial].contains(match) {
                extra.add(position.offence(value: label, index + 1))
            }
        }
        lookForMissing(in: seen, position)
        if match == .exact, header != names, header.sorted() == names.sorted() {
            lookAtOrder(of: header, position)
        }
        isDelimited = true
    }

    private mutating func lookForMissing(in seen: Set<String>, _ position: Position) {
        let absent = names.filter { !seen.contains($0) }
        switch match {
        case .exact, .equal, .subset:
            for name in absent { missing.add(position.offence(value: name)) }
        case .superset: break
        case .partial:
            if absent.count == names.count { missing.add(position.offence(value: "each field")) }
        }
    }

    private mutating func lookAtOrder(of header: [String], _ position: Position) {
        for (index, (label, name)) in zip(header, names).enumerated() where label != name {
            incorrect.add(position.offence(value: label, index + 1))
        }
    }

    /// Adds a field that no row had, unless there are headers, which say so.
    mutating func addUnseen(_ name: String, file: String) {
        guard !isDelimited, match != .superset, match != .partial else { return }
        missing.add(Position(file: file, line: 1).offence(value: name))
    }

    /// A key of JSON Lines that the schema does not have.
    mutating func addExtra(_ label: String, file: String, line: Int) {
        guard match != .subset, match != .partial, extraKeys.insert(label).inserted else { return }
        extra.add(Position(file: file, line: line).offence(value: label))
    }

    /// The checks that the schema's `fieldsMatch` calls for.
    var findings: [Finding] {
        var findings = [
            Finding("blank-header", expected: "a name", complaint: "has no name", blank),
            Finding(
                "duplicate-label",
                expected: "each name once",
                complaint: "names two columns",
                duplicate
            ),
        ]
        func add(_ kind: String, _ expected: String, _ complaint: String, _ tally: Tally) {
            findings.append(Finding(kind, expected: expected, complaint: complaint, tally))
        }
        if match != .superset {
            let expected = match == .partial ? "a field" : "all fields"
            add("missing-label", "\(expected) of the schema", "is not among the columns", missing)
        }
        if match != .subset && match != .partial {
            add("extra-label", "no other columns", "is not in the schema", extra)
        }
        if match == .exact {
            add(
                "incorrect-label",
                "the schema's order",
                "is not where the schema has it",
                incorrect
            )
        }
        return findings
    }
}
