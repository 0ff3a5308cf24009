package import Dataset
import FileStorage
package import Profile
package import RunDocument
import SystemPackage

/// What the checks of one table found, and which bytes they saw.
package struct ValidationReport: Sendable {
    package let findings: [Finding]
    package let data: DataDigest
    package let profile: TableProfile

    package var checks: [Check] { findings.map(\.check) }
}

/// Checks a table of one or several files against a schema, and profiles it, in one pass.
///
/// Memory is bounded: keys that do not fit are kept on disk.
package final class TableCheck: BlockConsumer, @unchecked Sendable {
    // Written in turn: `header`, `rows` and `keys` in the stages of all rows, the columns' offences
    // in those of their columns.

    /// What a thread needs for itself.
    package struct Scratch {
        let counter = ColumnCounter()
        let checks: [ColumnCheck]
        var hashes: [UInt64] = []
        var columns = BlockColumns()
    }

    private let schema: TableSchema
    private let profiler: TableProfiler
    private let parsers: [CellParser]
    private var header: HeaderCheck
    private var rows = RowCheck()
    private var keys: [KeyCheck]
    /// By the schema's fields.
    private let offences: [OffenceStore]
    private var rowCount = 0
    private var source = -1
    /// The first source's.
    private var sourceName = ""

    /// - Throws: `SchemaError` for a pattern or a format that cannot be used.
    private init(_ schema: TableSchema, schemaDigest: String?) throws(SchemaError) {
        self.schema = schema
        header = HeaderCheck(schema)
        profiler = try TableProfiler(schema, schemaDigest: schemaDigest)
        var parsers: [CellParser] = []
        for field in schema.fields { parsers.append(try CellParser(field, of: schema)) }
        self.parsers = parsers
        keys = KeyRule.all(of: schema).map { KeyCheck($0, parsers) }
        offences = try Self.checks(parsers).map { OffenceStore($0.none) }
    }

    private static func checks(_ parsers: [CellParser]) throws(SchemaError) -> [ColumnCheck] {
        var checks: [ColumnCheck] = []
        for parser in parsers { checks.append(try ColumnCheck(parser)) }
        return checks
    }

    /// Reads all sources to their ends, as one table.
    ///
    /// - Parameters:
    ///   - threads: what is found does not depend on it.
    ///   - progress: told of the stored bytes read so far.
    /// - Throws: `DatasetError` for what is not a table at all, and for one without rows.
    package static func run(
        _ sources: [DataSource],
        schema: TableSchema,
        schemaDigest: String? = nil,
        options: ReadingOptions = ReadingOptions(),
        threads: Int = ProcessorCount.available,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> ValidationReport {
        let check = try TableCheck(schema, schemaDigest: schemaDigest)
        var options = options
        options.columns = schema.fields.map(\.name)
        options.isDigesting = true
        let summary = try TableScan.run(
            sources, options, threads: threads, progress: progress, check)
        guard check.rowCount > 0 else {
            throw DatasetError.noRows(file: sources.map(\.name).joined(separator: "', '"))
        }
        let parts = zip(sources, zip(summary.digests, summary.rows)).map { source, read in
            DataDigest.Part(path: FilePath(source.name), digest: read.0, rows: read.1)
        }
        let profile = check.profiler.profile()
        return ValidationReport(
            findings: try check.findings(profile),
            data: DataDigest(parts),
            profile: profile
        )
    }

    package func makeScratch() throws -> Scratch {
        Scratch(checks: try Self.checks(parsers))
    }

    package func begin(_ block: TableBlock, _ scratch: inout Scratch) throws -> Int {
        if block.source.index != source {
            source = block.source.index
            if sourceName.isEmpty { sourceName = block.source.name }
            if block.source.format != .jsonLines { header.look(at: block.source) }
        }
        for (name, row) in block.newNames {
            header.addExtra(name, file: block.source.name, line: block.line(ofRow: row))
        }
        scratch.columns = try profiler.begin(block)
        rowCount += block.rowCount
        // A stage for the rows, and one for each column.
        return scratch.columns.columns.count + 1
    }

    package func consume(_ block: TableBlock, _ scratch: inout Scratch, _ turns: Turns) throws {
        try checkRows(block, &scratch, turns)
        let columns = scratch.columns
        for (index, column) in columns.columns.enumerated() {
            let place = columns.places[index]
            scratch.counter.count(block, column: place, column.reading)
            let facts = profiler.facts(scratch.counter, column)
            let field = schema.fields.firstIndex { $0.name == column.name }
            let found = field.flatMap { field in
                place.map { scratch.checks[field].offences(in: block, $0, scratch.counter) }
            }
            let isSeen = scratch.counter.absent < block.rowCount
            try turns.inOrder(index + 2, block.index) {
                column.add(scratch.counter, facts, rows: block.rowCount)
                if let field { offences[field].add(found, isSeen: isSeen) }
            }
        }
    }

    private func checkRows(_ block: TableBlock, _ scratch: inout Scratch, _ turns: Turns) throws {
        RowHashes.fill(&scratch.hashes, block)
        let names = scratch.columns.columns.map { $0.name }
        let places = schema.fields.map { field in
            names.firstIndex(of: field.name).flatMap { scratch.columns.places[$0] }
        }
        let blockKeys = keys.map { $0.keys(of: block, places) }
        try turns.inOrder(1, block.index) {
            rows.look(at: block)
            profiler.addRows(of: block, scratch.columns, hashes: scratch.hashes)
            for index in keys.indices { try keys[index].add(blockKeys[index], of: block, places) }
        }
    }
}

/// The offences of one column, while its table is read.
private final class OffenceStore: @unchecked Sendable {
    // Written in turn.
    private(set) var offences: ColumnOffences
    /// Whether any row had the column at all.
    private(set) var wasSeen = false

    init(_ none: ColumnOffences) { offences = none }

    func add(_ added: ColumnOffences?, isSeen: Bool) {
        wasSeen = wasSeen || isSeen
        if let added { offences.add(added) }
    }
}

extension TableCheck {
    private func findings(_ profile: TableProfile) throws -> [Finding] {
        for (field, store) in zip(schema.fields, offences) where !store.wasSeen {
            header.addUnseen(field.name, file: sourceName)
        }
        var keyFindings: [Finding] = []
        for index in keys.indices { keyFindings.append(try keys[index].finding()) }
        var findings = header.findings + rows.findings + keyFindings
        for (check, (field, store)) in zip(
            try Self.checks(parsers), zip(schema.fields, offences))
        {
            findings += check.findings(store.offences)
            if let presence = field.presence {
                findings.append(presenceFinding(presence, field.name, profile))
            }
            findings += field.unchecked.map { Finding(unchecked: $0, column: field.name) }
        }
        return findings + rowCountFindings + schema.dataset.unchecked.map { Finding(unchecked: $0) }
    }

    private func presenceFinding(_ presence: Presence, _ name: String, _ profile: TableProfile)
        -> Finding
    {
        let present = profile[name]?.present ?? 0
        let fraction = Double(present) / Double(rowCount)
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
            column: name,
            passed: passed,
            observed: .number(fraction),
            expected: expected.joined(separator: ", "),
            message: "'\(name)' has a value in \(present) of \(rowCount) rows"
        )
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
