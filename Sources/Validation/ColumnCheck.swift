import Dataset
import RunDocument

/// Holds one column's cells against its field, row by row.
struct ColumnCheck {
    let parser: CellParser
    let name: String
    private let rules: [Rule]
    private let isRequired: Bool
    private let isUnique: Bool
    /// Whether the key of each value is asked for.
    private let isKey: Bool
    private var typeErrors = Tally()
    private var missing = Tally()
    private var duplicates = Tally()
    private var broken: [Tally]
    private var unique = KeySet()
    private var present = 0
    /// Whether any row had the column at all.
    private(set) var wasSeen = false
    /// The last cell's value as a key; nil if it was missing or ill-typed.
    private(set) var key: KeyHash?

    init(_ parser: CellParser, isKey: Bool) throws(SchemaError) {
        self.parser = parser
        name = parser.field.name
        isRequired = parser.field.constraints.required
        isUnique = parser.field.constraints.unique
        self.isKey = isKey || isUnique
        rules = try RuleCompiler.rules(of: parser)
        broken = Array(repeating: Tally(), count: rules.count)
    }

    private var field: TableField { parser.field }

    /// Looks at a cell; nil stands for an explicit null.
    ///
    /// - Parameter index: the cell's place in its row, from 1.
    mutating func look(
        at cell: UnsafeBufferPointer<UInt8>?,
        _ index: Int,
        _ position: borrowing Position
    ) {
        key = nil
        guard let cell, !parser.isMissing(cell) else {
            wasSeen = wasSeen || cell != nil
            if isRequired { missing.add(position.offence(cell, name, index)) }
            return
        }
        wasSeen = true
        present += 1
        guard let value = parser.value(cell) else {
            typeErrors.add(position.offence(cell, name, index))
            return
        }
        for (number, rule) in rules.enumerated() where !rule.accepts(value, cell) {
            broken[number].add(position.offence(cell, name, index))
        }
        guard isKey else { return }
        let key = KeyHash(value, cell)
        self.key = key
        if isUnique, !unique.insert(key) { duplicates.add(position.offence(cell, name, index)) }
    }

    /// A row without this column.
    mutating func lookAtNothing() { key = nil }

    /// What was found in a table of that many rows.
    func findings(rows: Int) -> [Finding] {
        var findings: [Finding] = []
        func add(_ kind: String, _ expected: String, _ complaint: String, _ tally: Tally) {
            findings.append(
                Finding(kind, field.name, expected: expected, complaint: complaint, tally)
            )
        }
        if field.isTypeChecked {
            let phrase = field.type.phrase
            add("type-error", phrase, "is not \(phrase)", typeErrors)
        }
        if isRequired {
            add("required", "a value in each row", "is missing", missing)
        }
        for (rule, tally) in zip(rules, broken) {
            add(rule.kind, rule.expected, rule.complaint, tally)
        }
        if isUnique {
            add("unique", "no value twice", "stands there already", duplicates)
        }
        if let presence = field.presence { findings.append(finding(presence, rows: rows)) }
        return findings + field.unchecked.map { Finding(unchecked: $0, column: field.name) }
    }

    private func finding(_ presence: Presence, rows: Int) -> Finding {
        let fraction = rows == 0 ? 0 : Double(present) / Double(rows)
        var expected: [String] = []
        var passed = true
        if let minimum = presence.minFraction {
            expected.append("fraction >= \(minimum)")
            passed = passed && fraction >= minimum
        }
        if let minimum = presence.minCount {
            expected.append("count >= \(minimum)")
            passed = passed && present >= minimum
        }
        return Finding(
            "presence",
            column: field.name,
            passed: passed,
            observed: .number(fraction),
            expected: expected.joined(separator: ", "),
            message: "'\(field.name)' has a value in \(present) of \(rows) rows"
        )
    }
}

extension TableField {
    /// Whether there are texts that are none of its values.
    var isTypeChecked: Bool {
        type != .any && !(type == .list && itemType == .string)
            && !(type == .string && (format ?? "default") == "default")
    }
}
