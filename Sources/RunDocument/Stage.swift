package enum StageStatus: String, CaseIterable, Sendable {
    case passed, failed, error, skipped
}

/// One test of a stage: a data check or a gate.
package struct Check: Hashable, Sendable {
    package enum Status: String, CaseIterable, Sendable {
        case passed, failed, warning, skipped
        /// The interval of what was measured holds the bound: a person decides.
        case inconclusive
    }

    package var id: String
    package var status: Status
    package var observed: JSONValue?
    /// In words, as `>= 0.95`.
    package var expected: String?
    package var message: String?
    /// The part of the data that was looked at, as `{"island": "Dream"}`, or its name.
    package var slice: JSONValue?
    package var file: String?
    package var line: Int?
    var unknown: JSONObject = [:]

    package init(
        id: String,
        status: Status,
        observed: JSONValue? = nil,
        expected: String? = nil,
        message: String? = nil,
        slice: JSONValue? = nil,
        file: String? = nil,
        line: Int? = nil
    ) {
        self.id = id
        self.status = status
        self.observed = observed
        self.expected = expected
        self.message = message
        self.slice = slice
        self.file = file
        self.line = line
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        id = try reader.requiredString("id")
        status = try reader.requiredWord("status")
        observed = try reader.optional("observed", "a value") { $0 }
        expected = try reader.string("expected")
        message = try reader.string("message")
        slice = try reader.optional("slice", "a value") { $0 }
        file = try reader.string("file")
        line = try reader.integer("line")
        unknown = reader.rest
    }

    /// A further member, for what only one kind of check has to say.
    package subscript(key: String) -> JSONValue? {
        get { unknown[key] }
        set { unknown[key] = newValue }
    }

    package var json: JSONValue {
        var members = unknown
        members.set("id", id)
        members.set("status", status.rawValue)
        members.set("observed", observed)
        members.set("expected", expected)
        members.set("message", message)
        members.set("slice", slice)
        members.set("file", file)
        members.set("line", line)
        return .object(members)
    }
}

/// A file that a stage left behind.
package struct Artifact: Hashable, Sendable {
    package var name: String
    package var uri: String
    package var mediaType: String?
    package var digest: String?
    var unknown: JSONObject = [:]

    package init(name: String, uri: String, mediaType: String? = nil, digest: String? = nil) {
        self.name = name
        self.uri = uri
        self.mediaType = mediaType
        self.digest = digest
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        name = try reader.requiredString("name")
        uri = try reader.requiredString("uri")
        mediaType = try reader.string("mediaType")
        digest = try reader.string("digest")
        unknown = reader.rest
    }

    var json: JSONValue {
        var members = unknown
        members.set("name", name)
        members.set("uri", uri)
        members.set("mediaType", mediaType)
        members.set("digest", digest)
        return .object(members)
    }
}

/// Why a stage could not do its work, shaped after RFC 9457.
package struct Problem: Hashable, Sendable {
    /// A word that programs can compare, as `missing-input`.
    package var type: String
    package var title: String
    package var detail: String?
    package var hint: String?
    var unknown: JSONObject = [:]

    package init(type: String, title: String, detail: String? = nil, hint: String? = nil) {
        self.type = type
        self.title = title
        self.detail = detail
        self.hint = hint
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        type = try reader.requiredString("type")
        title = try reader.requiredString("title")
        detail = try reader.string("detail")
        hint = try reader.string("hint")
        unknown = reader.rest
    }

    var json: JSONValue {
        var members = unknown
        members.set("type", type)
        members.set("title", title)
        members.set("detail", detail)
        members.set("hint", hint)
        return .object(members)
    }
}

/// What one tool did in a run.
package struct Stage: Hashable, Sendable {
    package var name: String
    package var tool: String
    package var version: String
    package var status: StageStatus
    package var exitCode: Int
    package var startedAt: String?
    package var durationMs: Double?
    /// A metric that could not be computed is `nil` here, `null` in the document.
    package var metrics: [String: Double?] = [:]
    package var checks: [Check] = []
    package var artifacts: [Artifact] = []
    package var problem: Problem?
    /// What only this stage has to say: the parameters of a training, the baseline of an
    /// evaluation, the deployment of a promotion.
    package var details: JSONObject = [:]
    var unknown: JSONObject = [:]

    package init(
        name: String,
        tool: String,
        version: String,
        status: StageStatus,
        exitCode: Int
    ) {
        self.name = name
        self.tool = tool
        self.version = version
        self.status = status
        self.exitCode = exitCode
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        name = try reader.requiredString("name")
        tool = try reader.requiredString("tool")
        version = try reader.requiredString("version")
        status = try reader.requiredWord("status")
        exitCode = try reader.integer("exitCode") ?? 0
        startedAt = try reader.string("startedAt")
        durationMs = try reader.optional("durationMs", "a number") { $0.doubleValue }
        for (name, metric) in try reader.object("metrics") ?? [:] {
            guard metric == .null || metric.doubleValue != nil else {
                throw .wrongType(
                    path: reader.path(of: "metrics.\(name)"),
                    expected: "a number",
                    found: metric.typeName
                )
            }
            metrics[name] = .some(metric.doubleValue)
        }
        checks = try reader.elements("checks", Check.init)
        artifacts = try reader.elements("artifacts", Artifact.init)
        if let problem = try reader.object("problem") {
            self.problem = try Problem(.object(problem), at: reader.path(of: "problem"))
        }
        details = try reader.object("details") ?? [:]
        unknown = reader.rest
    }

    var json: JSONValue {
        var members = unknown
        members.set("name", name)
        members.set("tool", tool)
        members.set("version", version)
        members.set("status", status.rawValue)
        members.set("exitCode", exitCode)
        members.set("startedAt", startedAt)
        members.set("durationMs", durationMs.map(JSONValue.number))
        if !metrics.isEmpty {
            members["metrics"] = .object(metrics.mapValues { $0.map(JSONValue.number) ?? .null })
        }
        if !checks.isEmpty { members["checks"] = .array(checks.map(\.json)) }
        if !artifacts.isEmpty { members["artifacts"] = .array(artifacts.map(\.json)) }
        members.set("problem", problem?.json)
        if !details.isEmpty { members["details"] = .object(details) }
        return .object(members)
    }
}

extension ObjectReader {
    /// The elements of an array member, each read with its own path.
    mutating func elements<Element>(
        _ key: String,
        _ read: (JSONValue, String) throws(DocumentError) -> Element
    ) throws(DocumentError) -> [Element] {
        var elements: [Element] = []
        for (index, value) in try array(key).enumerated() {
            elements.append(try read(value, "\(path(of: key))[\(index)]"))
        }
        return elements
    }
}
