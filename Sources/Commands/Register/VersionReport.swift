import FileStorage
import Registry
import RunDocument
import SystemPackage

/// What is known of one version: the same facts for people and for programs.
struct VersionReport {
    let version: RegisteredVersion
    let store: ModelStore
    let runs: [Run]
    /// What `mlx-register show` looks at besides: how the version came to be, and who vouches.
    var provenance: (blob: Digest, statement: JSONValue)?
    var attestations: [Attestation] = []

    init(_ version: RegisteredVersion, _ store: ModelStore) throws {
        self.version = version
        self.store = store
        runs = try store.runs(of: version)
    }

    /// The newest evaluation.
    var evaluation: Stage? { runs.reversed().lazy.compactMap { $0.stage(named: "eval") }.first }

    /// The metrics of the newest evaluation, sorted by name.
    var metrics: [(name: String, value: Double?)] {
        (evaluation?.metrics ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var summary: JSONValue {
        var members: JSONObject = [
            "model": .string(store.model.description),
            "version": .integer(Int64(version.number)),
            "tags": .array(version.tags.map(JSONValue.string)),
            "manifest": .string(version.manifestDigest.description),
            "digest": .string(version.modelDigest),
            "size": .integer(Int64(version.size)),
            "metrics": .object(
                (evaluation?.metrics ?? [:]).mapValues { $0.map(JSONValue.number) ?? .null }
            ),
        ]
        members["createdAt"] = version.createdAt.map(JSONValue.string)
        return .object(members)
    }

    /// - Parameter history: the records of this version.
    func details(history: [AuditRecord]) -> JSONValue {
        var members = summary.objectValue ?? [:]
        members["registry"] = .string(store.registry)
        members["files"] = .array(
            version.files.map { file in
                [
                    "path": .string(file.path), "digest": .string(file.digest.description),
                    "size": .integer(Int64(file.size)),
                ]
            }
        )
        members["runs"] = .array(runs.map(\.json))
        members["provenance"] = provenance?.statement
        members["attestations"] = .array(attestations.map(\.json))
        members["audit"] = .array(history.map(\.json))
        return .object(members)
    }
}
