package import FileStorage
import FoundationEssentials
package import RunDocument
import Signing

/// How a model came to be, as SLSA's provenance, version 1.
///
/// Everything is from the run: the same run gives the same bytes.
struct Provenance {
    static let predicateType = "https://slsa.dev/provenance/v1"
    /// Its external parameters are `parameters` and `seed`.
    private static let buildType = "https://mlx/training/v1"
    /// What builds where no CI system does.
    private static let local = "https://mlx/local"

    let run: Run
    let model: ModelName
    let manifest: Descriptor
    let files: [TreeDigest.File]
    /// The Run document as it was stored.
    let document: Descriptor

    private var training: Stage? { run.stage(named: "train") }

    var attachment: Attachment { Attachment(statement: statement, time: run.metadata.createdAt) }

    private var statement: Statement {
        var details: JSONObject = [
            "builder": ["id": .string(builder), "version": .object(tools)],
            "metadata": .object(metadata),
        ]
        details["byproducts"] = [
            [
                "name": "run.json", "mediaType": .string(document.mediaType),
                "digest": ["sha256": .string(document.digest.hex)],
            ]
        ]
        return Statement(
            subjects: [Statement.Subject(name: model.description, sha256: manifest.digest.hex)]
                + files.map { Statement.Subject(name: $0.path, sha256: $0.digest.hex) },
            predicateType: Self.predicateType,
            predicate: [
                "buildDefinition": [
                    "buildType": .string(Self.buildType),
                    "externalParameters": .object(parameters),
                    "resolvedDependencies": .array(dependencies),
                ],
                "runDetails": .object(details),
            ]
        )
    }

    private var parameters: JSONObject {
        var parameters: JSONObject = [:]
        for key in ["parameters", "seed"] { parameters[key] = training?.details[key] }
        return parameters
    }

    /// Code, data, schema and the model that training began with, as far as they have digests.
    private var dependencies: [JSONValue] {
        var found: [JSONValue?] = []
        if let code = run.inputs.code {
            found.append(Self.resource("code", code.uri, code.digest))
        }
        if let commit = run.metadata.ci["commit"]?.stringValue {
            let uri = run.inputs.code?.uri ?? run.metadata.ci["url"]?.stringValue
            found.append(Self.resource("commit", uri, "gitCommit:\(commit)"))
        }
        for (split, data) in run.inputs.data.sorted(by: { $0.key < $1.key }) {
            found.append(Self.resource("data/\(split)", data.uri, data.digest))
        }
        if let schema = run.inputs.schema {
            found.append(Self.resource("schema", schema.uri, schema.digest))
        }
        if let base = training?.details["baseModel"] {
            found.append(
                Self.resource("model", base["uri"]?.stringValue, base["digest"]?.stringValue))
        }
        return found.compactMap(\.self)
    }

    /// - Parameter digest: `algorithm:digits`.
    private static func resource(_ name: String, _ uri: String?, _ digest: String?) -> JSONValue? {
        let parts = digest?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
        var members: JSONObject = ["name": .string(name)]
        members["uri"] = uri.map(JSONValue.string)
        if parts.count == 2 { members["digest"] = .object([parts[0]: .string(parts[1])]) }
        return .object(members)
    }

    /// The CI system by the address of its server.
    private var builder: String {
        guard let url = run.metadata.ci["url"]?.stringValue, let scheme = url.firstRange(of: "://")
        else { return Self.local }
        let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // A user's name or password before the host is nobody's business.
        let server = host.split(separator: "@").last ?? host
        return "\(url[..<scheme.upperBound])\(server)"
    }

    /// The version of each tool that had a part in it.
    private var tools: JSONObject {
        JSONObject(run.stages.map { ($0.tool, .string($0.version)) }) { _, last in last }
    }

    private var metadata: JSONObject {
        var metadata: JSONObject = [
            "invocationId": .string(run.metadata.id),
            "startedOn": .string(run.metadata.createdAt),
        ]
        metadata["finishedOn"] = finished.map { .string($0.timestamp) }
        return metadata
    }

    /// When the last stage ended.
    private var finished: Date? {
        run.stages.compactMap { stage in
            guard let started = stage.startedAt,
                let date = try? Date(started, strategy: .iso8601)
            else { return nil }
            return date.addingTimeInterval(((stage.durationMs ?? 0) / 1000).rounded(.down))
        }.max()
    }
}

extension ModelStore {
    /// How a version came to be: SLSA's provenance, and the blob that holds it.
    ///
    /// - Returns: nil for a version of before there was one.
    package func provenance(of version: RegisteredVersion) throws
        -> (blob: Digest, statement: JSONValue)?
    {
        for referrer in try referrers(of: version, in: try index()) {
            for layer in referrer.layers where layer.mediaType == Statement.mediaType {
                let statement = try blobs.readDocument(layer)
                guard statement["predicateType"]?.stringValue == Provenance.predicateType else {
                    continue
                }
                return (layer.digest, statement)
            }
        }
        return nil
    }
}
