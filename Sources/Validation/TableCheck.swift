package import Dataset
import FileStorage
package import RunDocument
import SystemPackage

/// What the checks of one table found, and which bytes they saw.
package struct ValidationReport: Sendable {
    package let findings: [Finding]
    package let data: DataDigest

    package var checks: [Check] { findings.map(\.check) }
}

/// Checks a table of one or several files against a schema, in one pass.
///
/// Memory is bounded, but for `unique` and keys, which remember 16 bytes per distinct value.
package struct TableCheck {
    private let schema: TableSchema
    private var header: HeaderCheck
    private var rows: RowCheck
    private var columns: [ColumnCheck] = []
    private var rowCount = 0

    /// - Throws: `SchemaError` for a pattern or a format that cannot be used.
    package init(_ schema: TableSchema) throws(SchemaError) {
        self.schema = schema
        header = HeaderCheck(schema)
        rows = RowCheck(schema)
        let keys = rows.keyColumns
        for (index, field) in schema.fields.enumerated() {
            let parser = try CellParser(field, of: schema)
            columns.append(try ColumnCheck(parser, isKey: keys.contains(index)))
        }
    }

    /// Reads all sources to their ends, as one table.
    ///
    /// - Throws: `DatasetError` for what is not a table at all, and for one without rows.
    package static func run(_ sources: [DataSource], schema: TableSchema) throws
        -> ValidationReport
    {
        var check = try TableCheck(schema)
        var parts: [DataDigest.Part] = []
        for source in sources { parts.append(try check.read(source)) }
        guard check.rowCount > 0 else {
            throw DatasetError.noRows(file: sources.map(\.name).joined(separator: "', '"))
        }
        return ValidationReport(findings: check.findings(), data: DataDigest(parts))
    }

    private mutating func read(_ source: DataSource) throws(DatasetError) -> DataDigest.Part {
        let reader = try RowReader(
            source,
            columns: schema.fields.map(\.name),
            digesting: true
        )
        let before = rowCount
        if reader.format == .jsonLines {
            try readObjects(reader)
        } else {
            try readRecords(reader)
        }
        guard let digest = reader.digest else { throw .empty(file: source.name) }
        return DataDigest.Part(
            path: FilePath(source.name),
            digest: digest,
            rows: rowCount - before
        )
    }

    private mutating func readRecords(_ reader: RowReader) throws(DatasetError) {
        let width = reader.header.count
        let places = header.look(at: reader.header, file: reader.name, line: reader.line)
        while try reader.advance() {
            let position = Position(file: reader.name, line: reader.line)
            rowCount += reader.isBlank ? 0 : 1
            if reader.hasOnlyEmptyCells {
                rows.addBlank(position)
                continue
            }
            rows.look(atCellCount: reader.cellCount, of: width, position)
            look(at: reader, places, position)
        }
    }

    private mutating func readObjects(_ reader: RowReader) throws(DatasetError) {
        var known = schema.fields.count
        let places = schema.fields.indices.map { $0 as Int? }
        while try reader.advance() {
            let position = Position(file: reader.name, line: reader.line)
            if reader.isBlank {
                rows.addBlank(position)
                continue
            }
            rowCount += 1
            for label in reader.header[known...] {
                header.addExtra(label, file: reader.name, line: reader.line)
            }
            known = reader.header.count
            look(at: reader, places, position)
        }
        for (field, column) in zip(schema.fields, columns) where !column.wasSeen {
            header.addMissing(field.name, file: reader.name)
        }
    }

    private mutating func look(at reader: RowReader, _ places: [Int?], _ position: Position) {
        let count = reader.cellCount
        for (index, place) in places.enumerated() {
            if let place, place < count {
                columns[index].look(at: reader.cell(place), place + 1, position)
            } else {
                columns[index].lookAtNothing()
            }
        }
        rows.look(atKeysOf: columns, position)
    }

    private func findings() -> [Finding] {
        header.findings + rows.findings + columns.flatMap { $0.findings(rows: rowCount) }
            + rowCountFindings + schema.dataset.unchecked.map { Finding(unchecked: $0) }
    }

    private var rowCountFindings: [Finding] {
        let minimum = schema.dataset.minimumRows
        let maximum = schema.dataset.maximumRows
        let bounds = [minimum.map { ">= \($0)" }, maximum.map { "<= \($0)" }].compactMap(\.self)
        guard !bounds.isEmpty else { return [] }
        return [
            Finding(
                "row-count",
                passed: rowCount >= minimum ?? 0 && rowCount <= maximum ?? .max,
                observed: .integer(Int64(rowCount)),
                expected: bounds.joined(separator: ", "),
                message: "the table has \(rowCount) rows"
            )
        ]
    }
}

extension RowReader {
    /// Whether the row is an empty line, or nothing but delimiters.
    var hasOnlyEmptyCells: Bool {
        // One empty cell in quotes is a row of a table with one column.
        isBlank || (cellCount > 1 && (0..<cellCount).allSatisfy { cell($0)?.isEmpty ?? true })
    }
}
