import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// What is live of one model: the same facts for people and for programs.
struct ProductionReport {
    let store: ModelStore
    let versions: [RegisteredVersion]
    let history: [AuditRecord]

    init(_ store: ModelStore) throws {
        self.store = store
        versions = try store.versions()
        history = try store.history()
    }

    var live: RegisteredVersion? { versions.first { $0.tags.contains(Tag.production) } }
    var previous: RegisteredVersion? { versions.first { $0.tags.contains(Tag.previous) } }

    /// The record with which the live version went live.
    var since: AuditRecord? {
        history.last { record in
            record.outcome == .done && record.version == live?.number
                && (record.action == .promote || record.action == .rollback)
        }
    }

    var json: JSONValue {
        var members: JSONObject = [
            "model": .string(store.model.description),
            "registry": .string(store.registry),
            "versions": .array(versions.map { .integer(Int64($0.number)) }),
            "audit": .array(history.map(\.json)),
        ]
        members["production"] = live.map { .integer(Int64($0.number)) } ?? .null
        members["previous"] = previous.map { .integer(Int64($0.number)) } ?? .null
        members["manifest"] = live.map { .string($0.manifestDigest.description) }
        members["digest"] = live.map { .string($0.modelDigest) }
        return .object(members)
    }

    var row: [String] {
        [
            store.model.description, live.map { String($0.number) } ?? "-",
            previous.map { String($0.number) } ?? "-", since?.time ?? "", since?.actor ?? "",
        ]
    }

    var text: String {
        var lines = LabelledLines()
        lines.add("model", store.model.description)
        lines.add("registry", store.registry)
        lines.add("production", live.map(Self.words) ?? "none")
        if let previous { lines.add("previous", Self.words(previous)) }
        if live != nil {
            lines.add("files", store.serviceDirectory.appending("current").string)
        }
        for record in history { lines.add("history", Self.words(record)) }
        return lines.text
    }

    private static func words(_ version: RegisteredVersion) -> String {
        "\(version.number)  \(version.manifestDigest)"
    }

    private static func words(_ record: AuditRecord) -> String {
        var words = [record.time ?? "", record.action?.rawValue ?? "unknown"]
        if let version = record.version {
            words.append(record.from.map { "\($0) -> \(version)" } ?? "\(version)")
        }
        if let outcome = record.outcome, outcome != .done { words.append(outcome.rawValue) }
        words.append("by \(record.actor ?? "unknown")")
        if let reason = record.reason { words.append("(\(reason))") }
        return words.joined(separator: " ")
    }
}
