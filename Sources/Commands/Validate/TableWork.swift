import CommandLineTool
import Dataset
import FileStorage
import FoundationEssentials
import Profile
import Reporting
import RunDocument
import SystemPackage
import Validation

/// The checks of a run's tables, one after the other.
struct TableWork {
    private let schema: NamedSchema
    private let request: CheckRequest
    private let diagnostics: Diagnostics
    private let now: Date
    private let isQuiet: Bool
    private let referenced: ReferencedTables
    private var reference: ReferenceData?
    private var drift: DriftReport?
    private(set) var checks: [RunDocument.Check] = []
    private(set) var inputs: [(split: String, data: InputReference)] = []
    private(set) var reports: [(split: String, report: ValidationReport)] = []

    /// Reads the tables that the schema's foreign keys refer to.
    init(_ schema: NamedSchema, _ request: CheckRequest, _ context: StageContext, isQuiet: Bool)
        throws
    {
        self.schema = schema
        self.request = request
        diagnostics = context.diagnostics
        now = context.now
        self.isQuiet = isQuiet
        var resources: [String: [DataSource]] = [:]
        for name in Set(schema.schema.foreignKeys.compactMap(\.resource)) {
            guard let patterns = request.resources[name] else { continue }
            resources[name] = try DataFiles.sources(patterns, request.readers)
        }
        referenced = try ReferencedTables(schema.schema, resources)
    }

    /// Whether a foreign key of the schema names this table.
    func refers(to resource: String) -> Bool {
        schema.schema.foreignKeys.contains { $0.resource == resource }
    }

    /// Checks one split; what is wrong with the schema is said with its file.
    mutating func check(_ split: String, _ patterns: [String]) throws {
        let sources = try DataArguments.sources(patterns, request.readers)
        let progress = Progress("reading \(split)", unit: .bytes, diagnostics)
        let size = DataFiles.size(of: sources)
        var validation = ValidationRequest()
        validation.schemaDigest = schema.digest
        validation.keepsKeys = request.splits.count > 1
        // One table holds the rows of both, where a field says which.
        validation.dividesSplits = request.splits.count == 1
        if request.splits.count > 1 { validation.splits = split == "train" ? .train : .test }
        validation.referenced = referenced
        validation.now = Int64(now.timeIntervalSince1970 * 1e6)
        validation.progress = { progress.update($0, of: size) }
        defer { progress.finish() }
        let report: ValidationReport
        do {
            report = try TableCheck.run(sources, schema: schema.schema, validation)
        } catch let error as SchemaError {
            throw SchemaError.inFile(schema.name, error)
        }
        reports.append((split, report))
        inputs.append(
            (
                split,
                InputReference(
                    uri: patterns.joined(separator: ","),
                    digest: report.data.digest.description,
                    rows: report.data.rows
                )
            )
        )
        add(report.findings, split)
    }

    /// Adds findings, and names the places in the data that broke a check.
    ///
    /// What else is to be said of a check is said when the stage ends.
    private mutating func add(_ findings: [Finding], _ split: String?) {
        for finding in findings {
            var check = finding.check
            if let split { check.slice = ["split": .string(split)] }
            checks.append(check)
            guard !isQuiet, check.status == .failed else { continue }
            for line in finding.lines { diagnostics.line(line) }
        }
    }

    /// Holds the test data against the training data.
    mutating func compareSplits() throws {
        if let report = reports.first?.report, !report.splits.isEmpty {
            return add(try SplitComparison.findings(report, schema: schema.schema), "test")
        }
        guard let train = reports.first(where: { $0.split == "train" })?.report,
            let test = reports.first(where: { $0.split == "test" })?.report
        else {
            let groups = schema.schema.dataset.groupKeys
            guard !groups.isEmpty else { return }
            let reason = "training and test data are not both named"
            return add([Finding(skipping: "group-leakage", reason: reason)], nil)
        }
        let findings = try SplitComparison.findings(
            train: train.split, test: test.split, schema: schema.schema)
        add(findings, "test")
    }

    /// Holds the first split against the reference.
    mutating func compareWithReference(_ compatibility: Compatibility?) throws {
        guard let first = reports.first else { return }
        guard let name = request.reference else {
            let rules = schema.schema.fields.filter { $0.drift != nil }
            let reason = "no reference is named"
            add(rules.map { Finding(skipping: "drift", $0.name, reason: reason) }, first.split)
            guard schema.schema.dataset.rowCountRatio != nil else { return }
            return add([Finding(skipping: "row-count-ratio", reason: reason)], first.split)
        }
        let reference = try ReferenceData(name, schema: schema, request.readers)
        let (before, now) = try TableProfile.aligned(reference.profile, first.report.profile)
        let drift = try DriftComparison(schema.schema, compatibility).run(
            reference: before, current: now)
        (self.reference, self.drift) = (reference, drift)
        var findings = drift.findings
        if let ratio = schema.schema.dataset.rowCountRatio {
            findings.append(
                Finding(
                    rowCountRatio: first.report.profile.rows,
                    to: reference.profile.rows,
                    minimum: ratio.minimum,
                    maximum: ratio.maximum
                )
            )
        }
        add(try SeverityRules(schema.schema).applied(to: findings), first.split)
    }

    /// Holds the first split against the data that a model is served with.
    mutating func compareWithServing(_ compatibility: Compatibility?) throws {
        guard let first = reports.first else { return }
        let columns = schema.schema.fields.filter { $0.skew != nil }.map(\.name)
        guard let name = request.serving else {
            let reason =
                "no serving data is named; say --serving FILE or set 'data.serving' in "
                + "mlx.yaml"
            return add(
                columns.map { Finding(skipping: "skew", $0, reason: reason) }, first.split)
        }
        guard !columns.isEmpty else {
            let reason = "no field of the schema has 'skew'"
            return add([Finding(skipping: "skew", reason: reason)], first.split)
        }
        let serving = try ReferenceData(name, schema: schema, request.readers)
        let (training, served) = try TableProfile.aligned(first.report.profile, serving.profile)
        let report = try DriftComparison(skewOf: schema.schema, training, compatibility).run(
            reference: training, current: served)
        let absent = columns.filter { training[$0] == nil }.map {
            Finding(skipping: "skew", $0, reason: "'\($0)' is not in the training data")
        }
        let findings = report.skewFindings + absent
        add(try SeverityRules(schema.schema).applied(to: findings), first.split)
    }

    /// Holds the splits' rows and statistics against those of earlier runs.
    mutating func compareWithHistory(_ run: Run) throws {
        guard let history = request.history else {
            guard schema.schema.dataset.history != nil else { return }
            let reason = "no file of earlier runs is named"
            return add([Finding(skipping: "history", reason: reason)], nil)
        }
        var check = HistoryCheck()
        let rule = schema.schema.dataset.history
        check.window = rule?.runs ?? check.window
        check.deviations = rule?.sigma ?? check.deviations
        check.maximumChange = rule?.change
        let findings = check.findings(
            metrics, id: run.metadata.id, against: try RunHistory(reading: FilePath(history)))
        add(try SeverityRules(schema.schema).applied(to: findings), nil)
    }

    /// Adds this run to the history.
    func remember(_ run: Run, passed: Bool, _ now: Date) throws {
        guard passed, let history = request.history else { return }
        let entry = HistoryEntry(
            id: run.metadata.id,
            createdAt: run.metadata.createdAt,
            metrics: metrics
        )
        try RunHistory.append(entry, to: FilePath(history))
    }

    private var metrics: [String: Double] {
        var metrics: [String: Double] = [:]
        for (split, report) in reports {
            metrics["\(split).rows"] = Double(report.profile.rows)
            for column in report.profile.columns {
                metrics["\(split).\(column.name).missing"] =
                    Double(column.missing) / Double(max(1, column.rows))
                metrics["\(split).\(column.name).mean"] = column.numbers.mean
            }
        }
        return metrics
    }

    /// The profile of the first split, with nothing in it that tells of persons.
    func profile() throws -> TableProfile? {
        try reports.first.map { try $0.report.profile.redacting($0.report.personalColumns) }
    }

    /// The page of the first split.
    func page() throws -> String {
        guard let split = reports.first?.split, var profile = try profile() else { return "" }
        var reference = reference
        if var shown = reference {
            (shown.profile, profile) = try TableProfile.aligned(
                shown.profile.redacted(by: schema.schema), profile)
            reference = shown
        }
        let data = inputs.first { $0.split == split }?.data
        return ProfilePage(
            profile,
            of: data ?? InputReference(uri: split, digest: ""),
            schema: schema.schema,
            checks: checks,
            reference: reference,
            drift: drift
        ).html
    }
}
