import FileStorage
package import RunDocument

/// Who does something to a registry, and when.
package struct AuditContext: Sendable {
    package var actor: String
    /// ISO 8601, UTC.
    package var time: String
    package var tool: String

    package init(actor: String, time: String, tool: String) {
        self.actor = actor
        self.time = time
        self.tool = tool
    }
}

/// What is done to a registry, or was refused.
package struct AuditEvent: Hashable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        case register, attach, copy, promote, rollback, reconcile, sign, approve
        case alias, delete, repair
        case collect = "gc"
        case imported = "import"
        case push, pull
    }

    package enum Outcome: String, CaseIterable, Sendable { case done, denied, failed }

    package var action: Action
    package var outcome: Outcome
    package var version: Int?
    /// The manifest's digest.
    package var digest: String?
    package var run: String?
    /// For a promotion: the version that was live before.
    package var from: Int?
    package var reason: String?
    /// The alias that was moved; one without a version was removed.
    package var tag: String?
    /// The registry elsewhere that it came from or went to.
    package var remote: String?
    /// Why a rule was set aside.
    package var override: String?
    /// Whether no person decided it: a version was taken back because it broke a gate.
    package var isAutomatic = false

    package init(_ action: Action, _ outcome: Outcome = .done, version: Int? = nil) {
        self.action = action
        self.outcome = outcome
        self.version = version
    }

    var json: JSONObject {
        var members: JSONObject = [:]
        members["action"] = .string(action.rawValue)
        members["outcome"] = .string(outcome.rawValue)
        members["version"] = version.map { .integer(Int64($0)) }
        members["digest"] = digest.map(JSONValue.string)
        members["run"] = run.map(JSONValue.string)
        members["from"] = from.map { .integer(Int64($0)) }
        members["tag"] = tag.map(JSONValue.string)
        members["reason"] = reason.map(JSONValue.string)
        members["remote"] = remote.map(JSONValue.string)
        members["override"] = override.map(JSONValue.string)
        if isAutomatic { members["automatic"] = true }
        return members
    }
}

/// One line of `audit.jsonl`.
package struct AuditRecord: Hashable, Sendable {
    package let json: JSONValue
    /// The canonical text and its newline, as it stands in the log.
    let line: [UInt8]

    package var time: String? { json["time"]?.stringValue }
    package var actor: String? { json["actor"]?.stringValue }
    package var action: AuditEvent.Action? {
        json["action"]?.stringValue.flatMap(AuditEvent.Action.init(rawValue:))
    }
    package var outcome: AuditEvent.Outcome? {
        json["outcome"]?.stringValue.flatMap(AuditEvent.Outcome.init(rawValue:))
    }
    package var version: Int? { json["version"]?.integerValue }
    package var tag: String? { json["tag"]?.stringValue }
    var manifestDigest: Digest? { json["digest"]?.stringValue.flatMap(Digest.init) }
    package var from: Int? { json["from"]?.integerValue }
    package var reason: String? { (json["override"] ?? json["reason"])?.stringValue }
    /// Whether a gate that was broken, and no person, decided it.
    var isAutomatic: Bool { json["automatic"]?.booleanValue == true }
    var previous: Digest? { json["prev"]?.stringValue.flatMap(Digest.init) }
    var references: Digest? { json["refs"]?.stringValue.flatMap(Digest.init) }

    /// Makes the record that follows the line `previous`.
    ///
    /// - Parameters:
    ///   - references: the digest over tags and manifests after the commit.
    ///   - isForeign: whether something else edited the index since the last record.
    init(
        _ event: AuditEvent,
        model: ModelName,
        context: AuditContext,
        previous: Digest?,
        references: Digest,
        isForeign: Bool
    ) {
        var members = event.json
        members["model"] = .string(model.description)
        members["actor"] = .string(context.actor)
        members["time"] = .string(context.time)
        members["tool"] = .string(context.tool)
        members["prev"] = previous.map { .string($0.description) } ?? .null
        members["refs"] = .string(references.description)
        if isForeign { members["editedByOthers"] = true }
        self.init(.object(members.mapValues(Self.shortened)))
    }

    /// Others' names and words can be as long as they like, and stand in the index as well.
    private static func shortened(_ value: JSONValue) -> JSONValue {
        value.stringValue.map { .string($0.shortened(to: maximumText)) } ?? value
    }

    /// Bytes.
    private static let maximumText = 4096

    private init(_ json: JSONValue) {
        self.json = json
        line = json.canonicalBytes() + [0x0A]
    }

    /// Reads a line without its newline; nil if it is not a record.
    init?(line: some Collection<UInt8>) {
        guard let json = try? JSONValue(parsing: line), json.objectValue != nil else { return nil }
        self.json = json
        self.line = Array(line) + [0x0A]
    }

    /// The digest by which the next record names this one.
    var digest: Digest { Digest(of: line) }
}
