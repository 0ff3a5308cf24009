package import Dataset

/// A row rule that was held against a schema.
package struct CompiledRule: Sendable {
    package let expression: Expression
    /// The places of the schema's fields that it needs, ascending.
    package let columns: [Int]
    let condition: Condition
    let patterns: [String]

    /// - Throws: `ExpressionError`, which points at the fault.
    package init(_ source: String, schema: TableSchema) throws(ExpressionError) {
        expression = try Expression(parsing: source)
        var typing = ExpressionTyping(source, schema)
        condition = try typing.rule(expression)
        columns = typing.columns.sorted()
        patterns = typing.patterns
    }
}

/// Holds rows against one rule; each worker has its own.
package final class RuleEvaluator {
    package let rule: CompiledRule
    private let patterns: [PatternMatcher]
    private let scratch = RuleScratch()

    /// Whether a value took a pattern too many steps, so that not every row was decided.
    package var hasGivenUp: Bool { patterns.contains(where: \.hasGivenUp) }

    /// - Throws: never for a rule that was compiled: its patterns were read then.
    package init(_ rule: CompiledRule) throws(SchemaError) {
        self.rule = rule
        var patterns: [PatternMatcher] = []
        for pattern in rule.patterns { patterns.append(try PatternMatcher(pattern, field: "")) }
        self.patterns = patterns
    }

    /// Whether a row keeps the rule; nil if that is null, which breaks nothing.
    ///
    /// - Parameter cells: the row's cells by the places of their fields.
    package func evaluate(row cells: (Int) -> RuleValue) -> Bool? {
        withoutActuallyEscaping(cells) { cells in
            RowEvaluation(cells: cells, patterns: patterns).truth(rule.condition)
        }
    }

    /// Adds the rows of a block that break the rule, ascending from 0.
    package func evaluate(_ block: RuleBlock, into rows: inout [Int]) {
        add(rowsOf: block, where: BlockEvaluation.Truth.no, to: &rows)
    }

    /// Adds the rows of a block for which the rule is true, and not null, ascending from 0.
    package func select(_ block: RuleBlock, into rows: inout [Int]) {
        add(rowsOf: block, where: BlockEvaluation.Truth.yes, to: &rows)
    }

    private func add(rowsOf block: RuleBlock, where truth: UInt8, to rows: inout [Int]) {
        let count = rule.columns.map { block.columns[$0].nulls.count }.min() ?? 0
        for start in stride(from: 0, to: count, by: RuleScratch.rows) {
            let end = min(count, start + RuleScratch.rows)
            BlockEvaluation(block: block, rows: start..<end, patterns: patterns, scratch: scratch)
                .addRows(where: rule.condition, is: truth, to: &rows)
        }
    }
}
