package import Dataset

/// Picks the rows of a table for which an expression is true.
package struct RowFilter: Sendable {
    /// Rows that one thread looks at before it takes the next ones.
    private static let chunk = 1 << 16

    private let rule: CompiledRule
    private let schema: TableSchema

    /// - Throws: `ExpressionError`, which points at the fault.
    package init(_ source: String, schema: TableSchema) throws(ExpressionError) {
        rule = try CompiledRule(source, schema: schema)
        self.schema = schema
    }

    /// The rows for which the expression is true, ascending; null is not true.
    ///
    /// - Throws: `ExpressionError` if the table lacks a column, or a pattern takes too long.
    package func rows(of table: Table) throws(ExpressionError) -> [Int] {
        var columns: [(field: Int, column: RuleColumn)] = []
        for field in rule.columns {
            let name = schema.fields[field].name
            guard let column = table[name] else { throw error(.absentColumn(name)) }
            do {
                let parser = try CellParser(schema.fields[field], of: schema)
                columns.append((field, RuleColumn(column.values, parser)))
            } catch {
                let format = schema.fields[field].format ?? ""
                throw self.error(.badConstant(format, type: "a format"))
            }
        }
        let chunks = stride(from: 0, to: table.rowCount, by: Self.chunk).map {
            $0..<min($0 + Self.chunk, table.rowCount)
        }
        let found = chunks.concurrentMap { [columns] in select($0, columns) }
        guard found.allSatisfy({ $0 != nil }) else { throw error(.tooManySteps) }
        return found.flatMap { $0 ?? [] }
    }

    /// The rows among those given; nil if a pattern gave up.
    private func select(_ rows: Range<Int>, _ columns: [(field: Int, column: RuleColumn)])
        -> [Int]?
    {
        guard let evaluator = try? RuleEvaluator(rule) else { return nil }
        var block = RuleBlock(schema)
        for (field, column) in columns { column.append(rows, to: &block, field) }
        var found: [Int] = []
        evaluator.select(block, into: &found)
        guard !evaluator.hasGivenUp else { return nil }
        return found.map { $0 + rows.lowerBound }
    }

    private func error(_ problem: ExpressionError.Problem) -> ExpressionError {
        ExpressionError(source: rule.expression.description, offset: 0, problem: problem)
    }
}

/// A column of a table as rules see it: each distinct text is read once.
private final class RuleColumn: Sendable {
    private enum Values {
        case numbers([Double])
        /// By the code of a label; nil for one that is none of the field's type.
        case moments([Int32], [Double?])
        case texts([Int32], [UnsafeBufferPointer<UInt8>])
    }

    // What a pointer points at is written once, before anybody else has it.
    private nonisolated(unsafe) let values: Values
    private nonisolated(unsafe) let bytes: UnsafeMutablePointer<UInt8>

    init(_ values: ColumnValues, _ parser: CellParser) {
        guard case .text(let codes, let labels) = values else {
            bytes = .allocate(capacity: 0)
            if case .numeric(let numbers) = values {
                self.values = .numbers(numbers)
            } else {
                self.values = .numbers([])
            }
            return
        }
        bytes = .allocate(capacity: labels.reduce(0) { $0 + $1.utf8.count })
        var texts: [UnsafeBufferPointer<UInt8>] = []
        var end = bytes
        for label in labels {
            let start = end
            for byte in label.utf8 {
                end.initialize(to: byte)
                end += 1
            }
            texts.append(UnsafeBufferPointer(start: start, count: end - start))
        }
        if parser.field.type.ruleKind == .moment {
            let moments = texts.map { text -> Double? in
                guard case .moment(let moment) = parser.value(text) else { return nil }
                return Double(moment)
            }
            self.values = .moments(codes, moments)
        } else {
            self.values = .texts(codes, texts)
        }
    }

    deinit { bytes.deallocate() }

    func append(_ rows: Range<Int>, to block: inout RuleBlock, _ field: Int) {
        switch values {
        case .numbers(let numbers):
            for row in rows {
                block.append(numbers[row].isNaN ? .null : .number(numbers[row]), to: field)
            }
        case .moments(let codes, let moments):
            for row in rows {
                let moment = codes[row] < 0 ? nil : moments[Int(codes[row])]
                block.append(moment.map(RuleValue.number) ?? .null, to: field)
            }
        case .texts(let codes, let texts):
            for row in rows {
                block.append(codes[row] < 0 ? .null : .text(texts[Int(codes[row])]), to: field)
            }
        }
    }
}
