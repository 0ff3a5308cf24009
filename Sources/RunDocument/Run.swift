/// Which pipeline a change calls for.
package enum Pipeline: String, CaseIterable, Sendable {
    case train, retrain, retest, none
}

/// The verdict over all stages so far.
package struct RunStatus: Hashable, Sendable {
    package enum Phase: String, CaseIterable, Sendable {
        case succeeded = "Succeeded"
        case failed = "Failed"
        case error = "Error"
        case awaitingApproval = "AwaitingApproval"
    }

    package var phase: Phase
    package var failedStage: String?
    package var exitCode: Int
    var unknown: JSONObject = [:]

    package init(phase: Phase = .succeeded, failedStage: String? = nil, exitCode: Int = 0) {
        self.phase = phase
        self.failedStage = failedStage
        self.exitCode = exitCode
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        phase = try reader.requiredWord("phase")
        failedStage = try reader.string("failedStage")
        // A failure without its status is a failure all the same.
        let isTrouble = phase == .failed || phase == .error
        exitCode = max(try reader.integer("exitCode") ?? 0, isTrouble ? 1 : 0)
        guard (0...255).contains(exitCode) else {
            throw .unknownValue(
                path: reader.path(of: "exitCode"),
                value: "\(exitCode)",
                known: ["0 to 255"]
            )
        }
        unknown = reader.rest
    }

    var json: JSONValue {
        var members = unknown
        members.set("phase", phase.rawValue)
        members.set("failedStage", failedStage)
        members.set("exitCode", exitCode)
        return .object(members)
    }
}

/// Who started the run, and where.
package struct RunMetadata: Hashable, Sendable {
    package var id: String
    package var model: String?
    /// ISO 8601, UTC.
    package var createdAt: String
    /// `provider url commit ref change trigger`, as far as they are known.
    package var ci: JSONObject = [:]
    var unknown: JSONObject = [:]

    package init(id: String, model: String? = nil, createdAt: String) {
        self.id = id
        self.model = model
        self.createdAt = createdAt
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        id = try reader.requiredString("id")
        // It becomes a part of paths and headers.
        guard RunIdentifier.isValid(id) else {
            throw .unknownValue(
                path: reader.path(of: "id"), value: id,
                known: ["1 to 64 letters", "digits", "'-'", "'_'", "'.'"])
        }
        model = try reader.string("model")
        createdAt = try reader.requiredString("createdAt")
        ci = try reader.object("ci") ?? [:]
        unknown = reader.rest
    }

    var json: JSONValue {
        var members = unknown
        members.set("id", id)
        members.set("model", model)
        members.set("createdAt", createdAt)
        if !ci.isEmpty { members["ci"] = .object(ci) }
        return .object(members)
    }
}

/// The document that travels down a pipe: each tool reads it and appends its own stage.
///
/// Members that this version does not know are kept and passed on, at every level.
package struct Run: Hashable, Sendable {
    package static let apiVersion = "mlx/v1"

    package var metadata: RunMetadata
    /// What `mlx-trigger` decided: `pipeline`, `base`, `reasons`, `stages`.
    package var spec: JSONObject = [:]
    package var inputs = Inputs()
    package var model: ModelReference?
    package var stages: [Stage] = []
    package var status = RunStatus()
    var apiVersion = Run.apiVersion
    var unknown: JSONObject = [:]

    package init(metadata: RunMetadata) { self.metadata = metadata }

    /// Reads a document.
    ///
    /// - Throws: `DocumentError`, which names the member that is wrong.
    package init(parsing bytes: some Collection<UInt8>) throws(DocumentError) {
        let space: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard bytes.contains(where: { !space.contains($0) }) else { throw .empty }
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch { throw .syntax(error) }
        try self.init(value)
    }

    package init(_ value: JSONValue) throws(DocumentError) {
        var reader = try ObjectReader(value, at: "")
        apiVersion = try reader.requiredString("apiVersion")
        guard apiVersion == Self.apiVersion || apiVersion.hasPrefix("\(Self.apiVersion).") else {
            throw .unsupportedVersion(apiVersion)
        }
        let kind = try reader.requiredString("kind")
        guard kind == "Run" else { throw .wrongKind(kind) }
        guard let metadata = try reader.object("metadata") else {
            throw .missing(path: "metadata")
        }
        self.metadata = try RunMetadata(.object(metadata), at: "metadata")
        spec = try reader.object("spec") ?? [:]
        if let inputs = try reader.object("inputs") {
            self.inputs = try Inputs(.object(inputs), at: "inputs")
        }
        if let model = try reader.object("model") {
            self.model = try ModelReference(.object(model), at: "model")
        }
        stages = try reader.elements("stages", Stage.init)
        guard let status = try reader.object("status") else { throw .missing(path: "status") }
        self.status = try RunStatus(.object(status), at: "status")
        unknown = reader.rest
    }

    package var json: JSONValue {
        var members = unknown
        members.set("apiVersion", apiVersion)
        members.set("kind", "Run")
        members["metadata"] = metadata.json
        if !spec.isEmpty { members["spec"] = .object(spec) }
        if inputs != Inputs() { members["inputs"] = inputs.json }
        members.set("model", model?.json)
        members["stages"] = .array(stages.map(\.json))
        members["status"] = status.json
        return .object(members)
    }

    /// The pipeline that `mlx-trigger` asked for, if it stood at the head of this run.
    package var pipeline: Pipeline? {
        spec["pipeline"]?.stringValue.flatMap(Pipeline.init(rawValue:))
    }

    /// The stages that `mlx-trigger` asked for; nil if any may be in this run.
    package var plannedStages: [String]? {
        spec["stages"]?.arrayValue.map { $0.compactMap(\.stringValue) }
    }

    /// Whether a stage that does work must leave it: something failed, or nothing is to be done.
    package var isEnded: Bool {
        switch status.phase {
        case .failed, .error: true
        case .succeeded, .awaitingApproval: status.exitCode != 0
        }
    }

    /// Whether a person must decide before anything is deployed.
    package var awaitsApproval: Bool { status.phase == .awaitingApproval }

    /// The newest stage of that name.
    package func stage(named name: String) -> Stage? { stages.last { $0.name == name } }

    /// Appends a stage and lets it move the verdict: the first trouble decides it.
    package mutating func append(_ stage: Stage) {
        stages.append(stage)
        guard !isEnded else { return }
        switch stage.status {
        case .passed: break
        case .skipped: status.exitCode = stage.exitCode
        case .failed: end(.failed, at: stage)
        case .error: end(.error, at: stage)
        }
    }

    private mutating func end(_ phase: RunStatus.Phase, at stage: Stage) {
        status.phase = phase
        status.failedStage = stage.name
        status.exitCode = stage.exitCode
    }
}
