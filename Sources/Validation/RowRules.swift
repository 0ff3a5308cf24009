import Dataset
import Expressions
import RunDocument

/// The row rules of a schema, compiled.
struct RowRules: Sendable {
    struct Rule: Sendable {
        let compiled: CompiledRule
        let name: String?
        let severity: SeverityWord?
    }

    let rules: [Rule]
    /// The fields that any of them needs, ascending.
    let fields: [Int]

    /// - Throws: `ExpressionError`, which points at the fault.
    init(_ schema: TableSchema) throws(ExpressionError) {
        var rules: [Rule] = []
        for declared in schema.dataset.rules + schema.dataset.invariants {
            rules.append(
                Rule(
                    compiled: try CompiledRule(declared.rule, schema: schema),
                    name: declared.name,
                    severity: declared.severity
                )
            )
        }
        self.rules = rules
        fields = Set(rules.flatMap(\.compiled.columns)).sorted()
    }

    /// What was found in a table.
    func findings(_ tallies: [Tally]) -> [Finding] {
        zip(rules, tallies).map { rule, tally in
            let finding = rule.compiled.finding(named: rule.name, tally)
            guard let severity = rule.severity.flatMap({ Severity(rawValue: $0.rawValue) }) else {
                return finding
            }
            return finding.with(severity)
        }
    }
}

/// Holds blocks against the row rules, on one thread.
struct RowRuleCheck {
    private let rules: RowRules
    private let evaluators: [RuleEvaluator]
    private var block: RuleBlock
    private let types: [FieldType]

    init(_ rules: RowRules, _ schema: TableSchema) throws(SchemaError) {
        self.rules = rules
        var evaluators: [RuleEvaluator] = []
        for rule in rules.rules { evaluators.append(try RuleEvaluator(rule.compiled)) }
        self.evaluators = evaluators
        block = RuleBlock(schema)
        types = schema.fields.map(\.type)
    }

    /// The rows of a block that break each rule.
    ///
    /// - Parameter places: where the schema's fields stand in the block.
    mutating func tallies(
        _ rows: TableBlock, _ places: [Int?], _ parsers: [CellParser]
    ) -> [Tally] {
        guard !evaluators.isEmpty else { return [] }
        block.removeAll()
        for field in rules.fields {
            append(field, places[field], rows, parsers[field])
        }
        var broken: [Int] = []
        return evaluators.map { evaluator in
            broken.removeAll(keepingCapacity: true)
            evaluator.evaluate(block, into: &broken)
            var tally = Tally()
            for row in broken {
                tally.add(
                    Position(file: rows.source.name, line: rows.line(ofRow: row)).offence())
            }
            tally.hasGivenUp = evaluator.hasGivenUp
            return tally
        }
    }

    private mutating func append(
        _ field: Int, _ place: Int?, _ rows: TableBlock, _ parser: CellParser
    ) {
        let column = place.map { rows.column($0) }
        let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        for row in 0..<rows.rowCount {
            guard let cell = column?[row], !cell.isAbsent else {
                block.append(.null, to: field)
                continue
            }
            let text = rows.text(cell)
            let value = parser.isMissing(text) ? nil : parser.value(text)
            block.append(
                RuleValue(value, value == nil ? nothing : text, of: types[field]), to: field)
        }
    }
}
