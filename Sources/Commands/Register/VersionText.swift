import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// A version for people: what it is, what it is made of, how good it is, what happened to it.
struct VersionText {
    private let report: VersionReport
    private let history: [AuditRecord]
    private var lines = LabelledLines()

    init(_ report: VersionReport, history: [AuditRecord]) {
        self.report = report
        self.history = history
        addIdentity()
        if let run = report.runs.first { addOrigin(run) }
        addEvaluation()
        addFiles()
        if let provenance = report.provenance {
            let builder = provenance.statement["predicate"]?["runDetails"]?["builder"]?["id"]
            let by = builder?.stringValue.map { ", built by \($0)" } ?? ""
            add("provenance", "\(provenance.blob)\(by)")
        }
        for attestation in report.attestations {
            add(attestation.kind.rawValue, attestation.words)
        }
        for record in history { add("history", Self.words(record)) }
    }

    var text: String { lines.text }

    static func number(_ value: Double?) -> String {
        guard let value else { return "none" }
        let rounded = (value * 1e4).rounded() / 1e4
        return abs(value) < 1e6 && (rounded != 0 || value == 0) ? "\(rounded)" : "\(value)"
    }

    private mutating func add(_ label: String, _ text: String) {
        lines.add(label, text)
    }

    private mutating func addIdentity() {
        let version = report.version
        let tags = version.tags.isEmpty ? "" : " (\(version.tags.joined(separator: ", ")))"
        add("model", "\(report.store.model)@\(version.number)\(tags)")
        add("registry", report.store.registry)
        add("created", version.createdAt ?? "unknown")
        add("manifest", version.manifestDigest.description)
        add("digest", version.modelDigest)
    }

    private mutating func addOrigin(_ run: Run) {
        let ci = run.metadata.ci
        let place = ["commit", "ref", "url"].compactMap { ci[$0]?.stringValue }
        add("run", ([run.metadata.id] + place).joined(separator: "  "))
        if let code = run.inputs.code { add("code", Self.words(code)) }
        for (split, data) in run.inputs.data.sorted(by: { $0.key < $1.key }) {
            add("data", "\(split)  \(Self.words(data))")
        }
        if let schema = run.inputs.schema { add("schema", Self.words(schema)) }
        let details = run.stage(named: "train")?.details ?? [:]
        if let parameters = details["parameters"] {
            add("parameters", parameters.canonicalText())
        }
        if let seed = details["seed"] { add("seed", seed.canonicalText()) }
    }

    private mutating func addEvaluation() {
        guard let stage = report.evaluation else { return add("metrics", "not evaluated") }
        for (name, value) in report.metrics { add("metrics", "\(name) \(Self.number(value))") }
        for check in stage.checks {
            let expected = check.expected.map { " \($0)" } ?? ""
            let observed = check.observed.map { " (\($0.canonicalText()))" } ?? ""
            let slice = check.slice.map { " in \($0.canonicalText())" } ?? ""
            add("checks", "\(check.status.rawValue)  \(check.id)\(slice)\(expected)\(observed)")
        }
    }

    private mutating func addFiles() {
        for file in report.version.files {
            add("files", "\(file.path)  \(file.size) bytes  \(file.digest)")
        }
    }

    private static func words(_ input: InputReference) -> String {
        var words = [input.uri]
        if let digest = input.digest { words.append(digest) }
        if let rows = input.rows { words.append("\(rows) rows") }
        if input.isDirty == true { words.append("with uncommitted changes") }
        return words.joined(separator: "  ")
    }

    private static func words(_ record: AuditRecord) -> String {
        var words = [record.time ?? "", record.action?.rawValue ?? "unknown"]
        if let outcome = record.outcome, outcome != .done { words.append(outcome.rawValue) }
        words.append("by \(record.actor ?? "unknown")")
        if let reason = record.reason { words.append("(\(reason))") }
        return words.joined(separator: " ")
    }
}
