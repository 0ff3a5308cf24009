import FileStorage
import Registry
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// Documents that say what is not so, each in place of one that holds.
enum Lie: CaseIterable {
    case noBundle, noEnvelope, otherPayload, otherSignature, otherModel, otherVersion
    case noStatement, strayStatement, strayRun

    private static let bundle = "application/vnd.dev.sigstore.bundle.v0.3+json"
    private static let statement = "application/vnd.in-toto+json"

    func document(
        _ store: ModelStore, _ version: RegisteredVersion, _ key: TestKey
    ) throws -> (type: String, [UInt8]) {
        let attestations = try store.attestations(of: version, Policy())
        let signature = try #require(attestations.first { $0.kind == .signature })
        let good = try JSONValue.read(store.blobDirectory.appending(signature.bundle.hex))
        let other = TreeDigest.File(path: "model.ubj", digest: Digest(of: [1]), size: 1)
        func signed(_ statement: Statement) throws -> (String, [UInt8]) {
            (Self.bundle, try Bundle(statement, signedBy: key.key).bytes)
        }
        switch self {
        case .noBundle: return (Self.bundle, Array("{}".utf8))
        case .noEnvelope:
            return (Self.bundle, try good.with(["dsseEnvelope"], .null).canonicalBytes())
        case .otherPayload:
            let payload = try #require(good["dsseEnvelope"]?["payload"]?.stringValue)
            // Base64 of another statement, cut off.
            let cut = JSONValue.string(String(payload.prefix(payload.count / 8 * 4)))
            return (
                Self.bundle,
                try good.with(["dsseEnvelope", "payload"], cut).canonicalBytes()
            )
        case .otherSignature:
            let approval = try #require(attestations.first { $0.kind == .approval })
            let second = try JSONValue.read(store.blobDirectory.appending(approval.bundle.hex))
            let signatures = try #require(second["dsseEnvelope"]?["signatures"])
            return (
                Self.bundle,
                try good.with(["dsseEnvelope", "signatures"], signatures).canonicalBytes()
            )
        case .otherModel:
            return try signed(ModelSignature(model: "penguins", files: [other]).statement)
        case .otherVersion:
            return try signed(
                Statement(
                    subjects: [.init(name: "penguins@2", sha256: Digest(of: [2]).hex)],
                    predicateType: Approval.predicateType,
                    predicate: [
                        "result": "PASSED", "reviewer": "ci", "timestamp": "2026-11-20T13:00:00Z",
                    ]))
        case .noStatement: return (Self.statement, Array("[]".utf8))
        case .strayStatement:
            let stray = Statement(
                subjects: [.init(name: "penguins", sha256: Digest(of: [3]).hex)],
                predicateType: "https://slsa.dev/provenance/v1", predicate: [:])
            return (Self.statement, stray.json.canonicalBytes())
        case .strayRun:
            let run = try FakeModel(in: store.root, weight: "other").run
            return ("application/vnd.mlx.run.v1+json", run.json.canonicalBytes())
        }
    }
}

extension JSONValue {
    /// A copy in which the value at a path is another one.
    fileprivate func with(_ path: ArraySlice<String>, _ value: JSONValue) throws -> JSONValue {
        guard let key = path.first else { return value }
        var members = try #require(objectValue)
        members[key] = try (members[key] ?? .null).with(path.dropFirst(), value)
        return .object(members)
    }

    fileprivate func with(_ path: [String], _ value: JSONValue) throws -> JSONValue {
        try with(path[...], value)
    }
}
