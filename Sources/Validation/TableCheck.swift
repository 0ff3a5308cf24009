package import Dataset
import Expressions
import FileStorage
import Profile
import RunDocument
import SystemPackage

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
        var rules: RowRuleCheck
        var rows = PackedRows()
        var columns = BlockColumns()
        var parts: SplitParts.Scratch?
    }

    private let schema: TableSchema
    private let profiler: TableProfiler
    private let parsers: [CellParser]
    private var header: HeaderCheck
    private var rows = RowCheck()
    private let keys: [KeyCheck]
    private let rowRules: RowRules
    private var broken: [Tally]
    private let isOrdered: Bool
    private var ordered: OrderedChecks
    private let relations: RowRelations
    private let labels: LabelGroupCollector?
    private let now: Int64
    /// By the schema's fields.
    private let offences: [OffenceStore]
    private var rowCount = 0
    private var source = -1
    /// The first source's.
    private var sourceName = ""

    /// - Throws: `SchemaError` for a pattern or a format that cannot be used.
    private init(_ schema: TableSchema, _ request: ValidationRequest) throws {
        self.schema = schema
        now = request.now
        rowRules = try RowRules(schema)
        broken = rowRules.rules.map { _ in Tally() }
        ordered = OrderedChecks(schema)
        isOrdered = !ordered.isEmpty
        header = HeaderCheck(schema)
        profiler = try TableProfiler(schema, schemaDigest: request.schemaDigest)
        var parsers: [CellParser] = []
        for field in schema.fields { parsers.append(try CellParser(field, of: schema)) }
        self.parsers = parsers
        let rules = KeyRule.all(of: schema)
        keys = rules.map {
            KeyCheck($0, parsers, memoryLimit: KeyCheck.memoryLimit / rules.count)
        }
        relations = try RowRelations(schema, parsers, request)
        labels = LabelGroupCollector(schema, parsers)
        offences = try Self.checks(parsers).map { OffenceStore($0.none) }
    }

    private static func checks(_ parsers: [CellParser]) throws(SchemaError) -> [ColumnCheck] {
        var checks: [ColumnCheck] = []
        for parser in parsers { checks.append(try ColumnCheck(parser)) }
        return checks
    }

    /// Reads all sources to their ends, as one table.
    ///
    /// - Throws: `DatasetError` for what is not a table at all, and for one without rows;
    ///   `ExpressionError` for a rule that cannot be read.
    package static func run(
        _ sources: [DataSource],
        schema: TableSchema,
        _ request: ValidationRequest = ValidationRequest()
    ) throws -> ValidationReport {
        let check = try TableCheck(schema, request)
        var options = request.options
        options.columns = schema.fields.map(\.name)
        options.dialect = schema.dialect
        options.isDigesting = true
        let summary = try TableScan.run(
            sources, options, threads: request.threads, progress: request.progress, check)
        guard check.rowCount > 0 else {
            throw DatasetError.noRows(file: sources.map(\.name).joined(separator: "', '"))
        }
        let parts = zip(sources, zip(summary.digests, summary.rows)).map { source, read in
            DataDigest.Part(path: FilePath(source.name), digest: read.0, rows: read.1)
        }
        let profile = check.profiler.profile()
        let related = try check.relations.finish()
        return ValidationReport(
            findings: try check.findings(profile),
            data: DataDigest(parts),
            profile: profile,
            schema: schema,
            personal: check.personal,
            keys: related.keys,
            splits: related.splits
        )
    }

    package func makeScratch() throws -> Scratch {
        Scratch(
            checks: try Self.checks(parsers), rules: try RowRuleCheck(rowRules, schema),
            parts: relations.parts?.makeScratch())
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
        return rowStages + scratch.columns.columns.count * columnStages
    }

    /// Stages of the rows: one for all, and one for those of the parts.
    private var rowStages: Int { relations.parts == nil ? 1 : 2 }

    /// Stages of a column: one for the table, and one for each of its parts.
    private var columnStages: Int { 1 + (relations.parts?.count ?? 0) }

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
            let personal = PersonalData(scratch.counter)
            let stage = 1 + rowStages + index * columnStages
            try turns.inOrder(stage, block.index) {
                column.add(scratch.counter, facts, rows: block.rowCount)
                if let field { offences[field].add(found, personal, isSeen: isSeen) }
            }
            guard let parts = relations.parts, let divided = scratch.parts else { continue }
            for part in 0..<parts.count {
                try parts.countColumn(column.name, at: index, part: part, divided, scratch.counter)
                { try turns.inOrder(stage + 1 + part, block.index, $0) }
            }
        }
    }

    private func checkRows(_ block: TableBlock, _ scratch: inout Scratch, _ turns: Turns) throws {
        profiler.pack(&scratch.rows, of: block, scratch.columns)
        let names = scratch.columns.columns.map { $0.name }
        let places = schema.fields.map { field in
            names.firstIndex(of: field.name).flatMap { scratch.columns.places[$0] }
        }
        let related = relations.look(at: block, places, scratch.parts)
        let blockKeys = keys.map { $0.keys(of: block, places) }
        let tallies = scratch.rules.tallies(block, places, parsers)
        let labelHashes = labels?.hashes(of: block, places)
        let next = !isOrdered ? nil : OrderedChecks(schema).looking(at: block, places, parsers)
        try turns.inOrder(1, block.index) {
            rows.look(at: block)
            profiler.add(scratch.rows)
            for (index, tally) in tallies.enumerated() { broken[index].add(tally) }
            if let next { ordered.merge(next) }
            if let labelHashes { labels?.add(labelHashes) }
            for (check, found) in zip(keys, blockKeys) { try check.add(found, of: block, places) }
            try relations.add(related, of: block, places, scratch.parts)
        }
        guard let parts = relations.parts, let divided = scratch.parts else { return }
        parts.pack(divided)
        try turns.inOrder(2, block.index) { try parts.addRows(divided, of: block) }
    }
}

extension TableCheck {
    /// What was found of persons in each column that holds no numbers.
    private var personal: [String: PersonalData] {
        var personal: [String: PersonalData] = [:]
        for (field, store) in zip(schema.fields, offences) {
            personal[field.name] = field.personal == false ? PersonalData() : store.personal
        }
        return personal
    }

    private func findings(_ profile: TableProfile) throws -> [Finding] {
        for (field, store) in zip(schema.fields, offences) where !store.wasSeen {
            header.addUnseen(field.name, file: sourceName)
        }
        var findings = header.findings + rows.findings
        findings += try keys.map { try $0.finding() }
        findings += try relations.findings(profile)
        for (check, (field, store)) in zip(
            try Self.checks(parsers), zip(schema.fields, offences))
        {
            findings += check.findings(store.offences)
            let column =
                profile[field.name]
                ?? ColumnProfile(absent: field.name, rows: profile.rows)
            findings += StatisticChecks(field: field, column: column, now: now)
                .findings(outside: check.outside(store.offences))
        }
        findings += rowRules.findings(broken) + (try ordered.findings(parsers)) + rowCountFindings
        let personal = self.personal
        let all = findings + (try quality(profile, personal)).findings
        return try SeverityRules(schema).applied(to: all.map { redacted($0, personal) })
    }

    /// A finding that shows nothing of persons.
    private func redacted(_ finding: Finding, _ personal: [String: PersonalData]) -> Finding {
        finding.redacted { column, value in
            Redaction.redacted(
                value, field: schema[column], kinds: personal[column]?.kinds ?? [])
        }
    }

    private func quality(_ profile: TableProfile, _ personal: [String: PersonalData]) throws
        -> TableQuality
    {
        var quality = TableQuality(profile)
        for field in schema.fields { quality.roles[field.name] = field.role }
        quality.task = schema.dataset.task
        quality.thresholds = try QualityThresholds(
            schema.dataset.quality.mapValues { .number($0) }, at: "mlx:dataset.quality")
        // In fewer rows columns are often alike by chance.
        if profile.rows >= 30 { quality.sample = RowSampleView(profile, schema) }
        quality.distinctRows = profile.distinctRows
        quality.labels = labels?.finish()
        quality.personal = personal
        quality.declaredPersonal = Set(schema.fields.filter { $0.personal == true }.map(\.name))
        return quality
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
