package import Dataset
import FileStorage
import RunDocument

/// Writes the schema that a table's rows call for.
///
/// It reads all of them: no sample decides.
package struct SchemaInference {
    private var guesses: [ColumnGuess] = []
    private let types: TypeCandidates
    private let forms: FormCandidates
    private let words = MissingWords()
    private var rowCount = 0
    private var dialect: DialectDescription?
    private var isDetected = false

    private init() throws(SchemaError) {
        types = try TypeCandidates()
        forms = try FormCandidates()
    }

    /// Infers a schema.
    ///
    /// - Parameters:
    ///   - target: the column that a model is to predict.
    ///   - task: what such a model is; nil to go by the target's values.
    ///   - dialect: how the data is written, as far as it is said; the schema says it, too.
    /// - Throws: `DatasetError`, `InferenceError`.
    package static func run(
        _ sources: [DataSource],
        target: String? = nil,
        task: DatasetKey.Task? = nil,
        dialect: DialectDescription? = nil
    ) throws -> InferredSchema {
        var inference = try SchemaInference()
        inference.dialect = dialect
        for source in sources { try inference.read(source) }
        guard inference.rowCount > 0 else {
            throw DatasetError.noRows(file: sources.map(\.name).joined(separator: "', '"))
        }
        var inferred = try decide(
            inference.guesses.map(\.finished),
            rows: inference.rowCount,
            target: target,
            task: task
        )
        inferred.schema.dialect = inference.dialect
        if inference.isDetected, let delimiter = inference.dialect?.delimiter {
            inferred.warnings.insert(.delimiter(delimiter), at: 0)
        }
        return inferred
    }

    /// The schema that summaries of columns call for: a pure function of them.
    ///
    /// - Throws: `InferenceError.unknownTarget`.
    package static func decide(
        _ columns: [ColumnSummary],
        rows: Int,
        target: String? = nil,
        task: DatasetKey.Task? = nil
    ) throws(InferenceError) -> InferredSchema {
        let names = columns.map(\.name)
        if let target, !names.contains(target) { throw .unknownTarget(target, columns: names) }
        let decisions = columns.map {
            FieldDecision($0, rows: rows, isTarget: $0.name == target)
        }
        let missing = columns.reduce(into: Set([""])) { $0.formUnion($1.missingWords) }
        var schema = TableSchema(
            fields: decisions.map(\.field),
            missingValues: missing.sorted()
        )
        // The order of columns means nothing to a model.
        schema.fieldsMatch = .equal
        var warnings = decisions.flatMap(\.warnings)
        if let field = schema.target {
            let task = task ?? self.task(of: field)
            schema.dataset.task = task
            let distinct = columns.first { $0.name == field.name }?.distinct
            if task == .regression, field.type == .boolean || distinct == 2 {
                warnings.append(.regressionOnTwoValues(column: field.name))
            }
        }
        return InferredSchema(schema: schema, warnings: warnings)
    }

    private mutating func read(_ source: DataSource) throws {
        var options = ReadingOptions()
        options.columns = guesses.map(\.summary.name)
        options.dialect = dialect
        options.detectsDelimiter = true
        let reader = try RowReader(source, options)
        learnDelimiter(reader, of: source)
        if reader.format != .jsonLines { try checkHeader(reader) }
        var places: [Int] = []
        while try reader.advance() {
            if reader.format != .jsonLines, reader.cellCount != reader.header.count {
                throw DatasetError.raggedRow(
                    file: reader.name,
                    line: reader.line,
                    cells: reader.cellCount,
                    expected: reader.header.count
                )
            }
            while places.count < reader.header.count {
                places.append(try place(of: reader.header[places.count]))
            }
            look(at: reader, places)
        }
    }

    /// Takes a delimiter over that was found in the header, for the schema and for other sources.
    private mutating func learnDelimiter(_ reader: RowReader, of source: DataSource) {
        var usual = Dialect.commaSeparated
        if case .delimited(let named) = DataFormat(name: source.name) { usual = named }
        guard dialect?.delimiter == nil, case .delimited(let found) = reader.format,
            let delimiter = found.delimiter, delimiter != usual.delimiter
        else { return }
        var description = dialect ?? DialectDescription()
        description.delimiter = String(UnicodeScalar(delimiter))
        (dialect, isDetected) = (description, true)
    }

    private mutating func look(at reader: RowReader, _ places: [Int]) {
        for (index, place) in places.enumerated() {
            guard let cell = reader.cell(index) else { continue }
            guesses[place].look(at: cell, words)
        }
        rowCount += 1
    }

    private mutating func place(of name: String) throws -> Int {
        if let index = guesses.firstIndex(where: { $0.summary.name == name }) { return index }
        guesses.append(ColumnGuess(name: name, types, forms))
        return guesses.count - 1
    }

    private func checkHeader(_ reader: RowReader) throws {
        for (index, name) in reader.header.enumerated() {
            guard !name.allSatisfy(\.isWhitespace) else {
                throw InferenceError.unusableHeader(
                    file: reader.name,
                    reason: "column \(index + 1) has no name"
                )
            }
            guard reader.header.firstIndex(of: name) == index else {
                throw DatasetError.duplicateColumn(file: reader.name, name: name)
            }
        }
    }

    /// Two values make it binary, more multiclass; other numbers are for regression.
    private static func task(of target: TableField) -> DatasetKey.Task {
        if target.type == .boolean { return .binary }
        if let values = target.constraints.enumeration {
            return values.count <= 2 ? .binary : .multiclass
        }
        return target.type.isNumeric ? .regression : .multiclass
    }
}
