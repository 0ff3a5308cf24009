import Dataset
import Model
import RunDocument

/// Scores a table batch by batch, in its order, in bounded memory.
struct Scoring {
    /// Values that the model has never seen; it treats them as missing.
    struct Unseen: Equatable {
        var count = 0
        var example: String
    }

    static let batchSize = 4096

    private let predictor: any Predictor
    private let name: String
    private let writer: RowWriter
    private var reader: TableReader
    private var rowCount = 0
    /// The optional inputs that the table does not have.
    let absent: [String]
    private(set) var unseen: [String: Unseen] = [:]

    /// - Throws: `PredictError.missingColumn`, `.columnExists`; `DatasetError`.
    init(
        _ source: DataSource,
        format: DataFormat?,
        schema: TableSchema?,
        with predictor: any Predictor
    ) throws {
        self.predictor = predictor
        let metadata = predictor.metadata
        name = source.name
        reader = try TableReader(
            source,
            schema: ScoringSchema.make(metadata, schema),
            format: format,
            keepRaw: true
        )
        writer = RowWriter(reader.format, metadata)
        let header = reader.header
        let absent = metadata.inputs.filter { !header.contains($0.name) }
        if let needed = absent.first(where: \.isRequired) {
            throw PredictError.missingColumn(file: name, column: needed.name)
        }
        self.absent = absent.map(\.name)
        for column in RowWriter.columns(metadata) where header.contains(column) {
            throw PredictError.columnExists(file: name, column: column)
        }
    }

    var header: [UInt8] { writer.header(reader.rawHeader) }

    /// The next rows as they are written; nil at the end.
    mutating func next() throws -> [UInt8]? {
        guard let batch = try reader.next(maximumRows: Self.batchSize) else { return nil }
        if reader.format == .jsonLines { try checkKeys(batch.raw) }
        for feature in predictor.metadata.inputs { try check(batch.table, feature) }
        rowCount += batch.table.rowCount
        return writer.rows(batch.raw, try predictor.predict(batch.table))
    }

    private mutating func check(_ table: Table, _ feature: Feature) throws {
        guard let column = table[feature.name] else { return }
        if feature.isRequired, let row = column.values.firstMissing {
            throw PredictError.missingValue(
                file: name,
                row: rowCount + row + 1,
                column: feature.name
            )
        }
        // Without categories any text is taken.
        guard case .categorical(let categories) = feature.kind, !categories.isEmpty,
            case .text(let codes, let labels) = column.values
        else { return }
        let known = Set(categories)
        for (code, label) in labels.enumerated() where !known.contains(label) {
            let count = codes.count { $0 == Int32(code) }
            unseen[feature.name, default: Unseen(example: label)].count += count
        }
    }

    /// Refuses objects that have the keys which are to be added.
    private func checkKeys(_ records: [[UInt8]]) throws {
        let columns = RowWriter.columns(predictor.metadata)
        let word = Array(#""pr"#.utf8)
        for record in records where record.firstRange(of: word) != nil {
            guard let object = (try? JSONValue(parsing: record))?.objectValue else { continue }
            for column in columns where object[column] != nil {
                throw PredictError.columnExists(file: name, column: column)
            }
        }
    }
}

extension ColumnValues {
    fileprivate var firstMissing: Int? {
        switch self {
        case .numeric(let values): values.firstIndex { $0.isNaN }
        case .text(let codes, _): codes.firstIndex { $0 < 0 }
        }
    }
}
