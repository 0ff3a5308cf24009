package import Dataset
import RunDocument

/// Predictions that exist already, in a table with the truth beside them.
package struct PredictionFile: Sendable {
    private static let sampleSize = 1000

    private let sources: [DataSource]
    private let layout: PredictionLayout
    /// What must hold of the scores; nil for one column of probabilities, each of which is checked
    /// as it is read.
    private let output: OutputSchema?
    /// How the columns are read.
    package let schema: TableSchema
    /// The names of all its columns.
    package let header: [String]
    private let name: String

    package var task: EvaluationTask { layout.task }
    package var target: String? { layout.truth.count == 1 ? layout.truth.first : nil }

    /// Looks at the head of the first source.
    ///
    /// - Parameters:
    ///   - schema: of further columns, and of the target; nil to take columns for what they look
    ///     like.
    ///   - kept: further columns that are wanted, nil for all; those that are not there are left out.
    /// - Throws: `EvaluationError`, `DatasetError`.
    package init(
        _ sources: [DataSource], _ columns: PredictionColumns, schema: TableSchema?,
        keeping kept: Set<String>?, name: String
    ) throws {
        guard let first = sources.first else { throw EvaluationError.noRows(data: name) }
        self.sources = sources
        self.name = name
        var options = ReadingOptions()
        options.dialect = schema?.dialect
        let rows = try RowReader(first, options)
        var sample: [[String?]] = []
        while sample.count < Self.sampleSize, try rows.advance() {
            sample.append(
                rows.header.indices.map { index in
                    rows.cell(index).flatMap {
                        $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self)
                    }
                })
        }
        header = rows.header
        layout = try PredictionLayout(
            columns, header: rows.header, sample: sample, file: first.name,
            target: schema?.dataset.target)
        output = Self.output(layout, schema)
        self.schema = Self.schema(layout, schema, kept, rows.header, sample)
    }

    private static func output(
        _ layout: PredictionLayout, _ schema: TableSchema?
    ) -> OutputSchema? {
        let target = layout.truth.first.flatMap { schema?[$0] }
        let hasBounds = layout.task == .regression && target != nil
        guard !layout.scores.isEmpty, layout.labels.count > 1 || hasBounds else { return nil }
        let task: DatasetKey.Task? =
            switch layout.task {
            case .binary: .binary
            case .multiclass: .multiclass
            case .regression: .regression
            case .multilabel, .ranking: nil
            }
        return OutputSchema(
            labels: layout.labels, task: task, target: target,
            sumTolerance: OutputSchema.fileTolerance)
    }

    /// Each column by what it means; further ones by the given schema, or by what they look like.
    private static func schema(
        _ layout: PredictionLayout, _ given: TableSchema?, _ kept: Set<String>?,
        _ header: [String], _ sample: [[String?]]
    ) -> TableSchema {
        let areClasses = layout.task == .binary || layout.task == .multiclass
        var fields = layout.truth.map { TableField(name: $0, type: areClasses ? .string : .number) }
        fields += layout.scores.map { TableField(name: $0, type: .number) }
        fields += layout.prediction.filter { !layout.scores.contains($0) }
            .map { TableField(name: $0, type: areClasses ? .string : .number) }
        // Of labels, NA may well be one.
        if given == nil {
            for place in fields.indices where fields[place].type == .string {
                fields[place].missingValues = [""]
            }
        }
        fields += [layout.weight].compactMap(\.self).map { TableField(name: $0, type: .number) }
        fields += [layout.group].compactMap(\.self).map { TableField(name: $0, type: .string) }
        for name in kept?.sorted() ?? header
        where !fields.contains(where: { $0.name == name }) {
            guard let index = header.firstIndex(of: name) else { continue }
            if let field = given?[name] {
                fields.append(field)
            } else {
                let values = sample.compactMap { $0.indices.contains(index) ? $0[index] : nil }
                let isNumeric = !values.isEmpty && values.allSatisfy { Double($0) != nil }
                fields.append(TableField(name: name, type: isNumeric ? .number : .string))
            }
        }
        var schema = TableSchema(
            fields: fields, missingValues: given?.missingValues ?? ["", "NA", "NaN", "nan"])
        schema.dialect = given?.dialect
        return schema
    }

    /// Reads all rows that have a truth.
    ///
    /// - Throws: `EvaluationError`, `DatasetError`.
    package func read(progress: @escaping @Sendable (Int) -> Void = { _ in }) throws -> TestRows {
        let collector = PredictionCollector(layout)
        let summary = try TableBatches.read(
            sources, schema: schema, progress: progress,
            transform: { table, place in try PredictionBatch(table, layout, place, output) },
            collect: { try collector.add($0) })
        let rows = try collector.finish(name)
        return TestRows(
            candidate: rows, baseline: nil, columns: collector.columns,
            outputChecks: collector.outputChecks, header: header, warnings: collector.warnings,
            summary: summary)
    }
}
