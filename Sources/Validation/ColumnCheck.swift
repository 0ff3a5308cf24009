import Dataset
import Profile
import RunDocument

/// Holds one column's cells against its field, block by block.
///
/// Each thread has its own: the rules remember what they have decided.
struct ColumnCheck {
    let parser: CellParser
    private let rules: [Rule]
    private let isRequired: Bool

    /// - Throws: `SchemaError.badPattern`.
    init(_ parser: CellParser) throws(SchemaError) {
        self.parser = parser
        isRequired = parser.field.constraints.required
        rules = try RuleCompiler.rules(of: parser)
    }

    private var field: TableField { parser.field }

    /// What no cell has offended against so far.
    var none: ColumnOffences { ColumnOffences(rules: rules.count) }

    /// Finds the cells of a column that break a rule.
    ///
    /// - Parameters:
    ///   - counter: what was counted in this column of this block.
    ///   - place: where the column stands in the block.
    func offences(in block: TableBlock, _ place: Int, _ counter: ColumnCounter) -> ColumnOffences {
        var offences = none
        if !isClean(counter) { look(at: block, place, &offences) }
        for (number, rule) in rules.enumerated() where rule.hasGivenUp {
            offences.broken[number].hasGivenUp = true
        }
        return offences
    }

    private func look(at block: TableBlock, _ place: Int, _ offences: inout ColumnOffences) {
        let cells = block.column(place)
        let isObject = block.source.format == .jsonLines
        for row in 0..<block.rowCount {
            // A row that has too few cells is told once, as such.
            if cells[row].isAbsent, !isObject { continue }
            look(at: cells[row], block, row, place + 1, &offences)
        }
    }

    /// Whether no value can be an offence, by the distinct ones.
    private func isClean(_ counter: ColumnCounter) -> Bool {
        if isRequired, counter.missing > 0 { return false }
        let numbers = counter.numbers
        let isNumeric = field.type == .number || field.type == .integer
        if isNumeric {
            guard field.type == .number || numbers.integers == numbers.count && !numbers.hasSpecial
            else { return false }
            guard numbers.allSatisfy({ number in accepts(.number(number), nil) }) else {
                return false
            }
            // NaN breaks each bound: they are looked at one by one.
            if numbers.hasSpecial, !rules.isEmpty { return false }
        } else if numbers.count > 0 || numbers.hasSpecial {
            // A column of any type, whose rules are about texts.
            guard rules.isEmpty else { return false }
        }
        return counter.texts.entries.allSatisfy { entry in
            guard entry.count > 0 else { return true }
            let text = counter.texts.text(entry)
            guard let value = parser.value(text) else { return false }
            return accepts(value, text)
        }
    }

    private func accepts(_ value: CellValue, _ text: UnsafeBufferPointer<UInt8>?) -> Bool {
        let cell = text ?? UnsafeBufferPointer(start: nil, count: 0)
        return rules.allSatisfy { $0.accepts(value, cell) }
    }

    private func look(
        at cell: Cell,
        _ block: TableBlock,
        _ row: Int,
        _ index: Int,
        _ offences: inout ColumnOffences
    ) {
        let text = cell.isAbsent ? nil : block.text(cell)
        func offence() -> Offence {
            Position(file: block.source.name, line: block.line(ofRow: row))
                .offence(text, field.name, index)
        }
        guard let text, !parser.isMissing(text) else {
            if isRequired { offences.missing.add(offence()) }
            return
        }
        guard let value = parser.value(text) else { return offences.typeErrors.add(offence()) }
        for (number, rule) in rules.enumerated() where !rule.accepts(value, text) {
            offences.broken[number].add(offence())
        }
    }

    /// How many values are not among those that the field allows.
    func outside(_ offences: ColumnOffences) -> Int {
        zip(rules, offences.broken).first { ["enum", "categories"].contains($0.0.kind) }?.1.count
            ?? 0
    }

    /// What was found in a table.
    func findings(_ offences: ColumnOffences) -> [Finding] {
        var findings: [Finding] = []
        func add(_ kind: String, _ expected: String, _ complaint: String, _ tally: Tally) {
            findings.append(
                Finding(kind, field.name, expected: expected, complaint: complaint, tally)
            )
        }
        if field.isTypeChecked {
            let phrase = field.type.phrase
            add("type-error", phrase, "is not \(phrase)", offences.typeErrors)
        }
        if isRequired {
            add("required", "a value in each row", "is missing", offences.missing)
        }
        for (rule, tally) in zip(rules, offences.broken) {
            // Where a share may be outside, the share alone decides.
            if field.minDomainMass != nil, ["enum", "categories"].contains(rule.kind) { continue }
            add(rule.kind, rule.expected, rule.complaint, tally)
        }
        return findings
    }
}

/// Cells of a column that break its field's rules.
struct ColumnOffences {
    fileprivate(set) var typeErrors = Tally()
    fileprivate(set) var missing = Tally()
    fileprivate(set) var broken: [Tally]

    init(rules: Int) { broken = Array(repeating: Tally(), count: rules) }

    /// Adds those of the next block.
    mutating func add(_ other: ColumnOffences) {
        typeErrors.add(other.typeErrors)
        missing.add(other.missing)
        for index in broken.indices { broken[index].add(other.broken[index]) }
    }
}

extension TableField {
    /// Whether there are texts that are none of its values.
    var isTypeChecked: Bool {
        type != .any && !(type == .list && itemType == .string)
            && !(type == .string && (format ?? "default") == "default")
    }
}
