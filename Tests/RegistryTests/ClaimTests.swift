import FileStorage
import Registry
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// What `fsck` says of signatures, approvals, statements and runs whose blobs are intact.
@Suite struct ClaimTests {
    private static let bundle = "application/vnd.dev.sigstore.bundle.v0.3+json"
    private static let statement = "application/vnd.in-toto+json"

    private func request(trusting key: TestKey) -> FsckRequest {
        var request = FsckRequest()
        request.policy.trust.add(key.key.publicKey, as: "ci")
        request.policy.approvers.add(key.key.publicKey, as: "ci")
        return request
    }

    /// A registry with a version that is signed and approved.
    private func withSigned(
        _ body: (ModelStore, RegisteredVersion, TestKey) async throws -> Void
    ) async throws {
        try await withScratchDirectory { scratch in
            let key = try await TestKey(in: scratch)
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            _ = try store.sign(version, with: key.key, .test)
            let approval = Approval(approver: "ci", time: "2026-11-20T13:00:00Z", reason: nil)
            _ = try store.approve(version, approval, with: key.key, .test)
            try await body(store, version, key)
        }
    }

    @Test func `what was signed here holds, with keys and without`() async throws {
        try await withSigned { store, _, key in
            #expect(try store.fsck().findings == [])
            #expect(try store.fsck(request(trusting: key)).findings == [])
        }
    }

    @Test func `a signature by an unknown key is noted and no damage`() async throws {
        try await withSigned { store, version, key in
            let other = try await TestKey("other", in: store.root)
            let report = try store.fsck(request(trusting: other))
            #expect(report.isClean)
            #expect(report.findings.map(\.severity) == [.note, .note])
            #expect(report.findings.allSatisfy { $0.message.contains("key that is not known") })
        }
    }

    /// Documents that say what is not so, each in place of one that holds.
    enum Lie: CaseIterable {
        case noBundle, noEnvelope, otherPayload, otherSignature, otherModel, otherVersion
        case noStatement, strayStatement, strayRun
    }

    @Test(arguments: Lie.allCases)
    func `what does not hold is named`(lie: Lie) async throws {
        try await withSigned { store, version, key in
            let (type, bytes) = try document(lie, store, version, key)
            let blob = try attach(bytes, type, to: version, in: store)
            let report = try store.fsck(request(trusting: key))
            let found = report.findings.filter { $0.subject == .referrer }
            #expect(found.map(\.digest) == [blob], "\(report.damages)")
            #expect(found.allSatisfy { $0.severity == .damage })
            #expect(found.allSatisfy { $0.message.contains("version 1 does not hold") })
            // The command that looks at one version says the same.
            let examined = try store.examine(version, request(trusting: key).policy)
            #expect(examined.complaints.count == 1)
            // Without a key nobody can tell a signature from another.
            let needsKey = lie == .otherSignature
            #expect(
                try store.fsck().findings.filter { $0.subject == .referrer }.isEmpty == needsKey)
        }
    }

    private func document(
        _ lie: Lie, _ store: ModelStore, _ version: RegisteredVersion, _ key: TestKey
    ) throws -> (type: String, [UInt8]) {
        let attestations = try store.attestations(of: version, Policy())
        let signature = try #require(attestations.first { $0.kind == .signature })
        let good = try JSONValue.read(store.blobDirectory.appending(signature.bundle.hex))
        let other = TreeDigest.File(path: "model.ubj", digest: Digest(of: [1]), size: 1)
        func signed(_ statement: Statement) throws -> (String, [UInt8]) {
            (Self.bundle, try Bundle(statement, signedBy: key.key).bytes)
        }
        switch lie {
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

    /// Attaches a document as an attacker could who computes all digests anew.
    private func attach(
        _ document: [UInt8], _ type: String, to version: RegisteredVersion, in store: ModelStore
    ) throws -> Digest {
        func put(_ bytes: [UInt8]) throws -> Digest {
            try Files.replace(store.blobDirectory.appending(Digest(of: bytes).hex), with: bytes)
            return Digest(of: bytes)
        }
        func descriptor(_ type: String, _ digest: Digest, _ size: Int) -> JSONValue {
            [
                "mediaType": .string(type), "digest": .string(digest.description),
                "size": .integer(Int64(size)),
            ]
        }
        let subject = store.blobDirectory.appending(version.manifestDigest.hex)
        let image = "application/vnd.oci.image.manifest.v1+json"
        let manifest: JSONValue = [
            "schemaVersion": 2, "mediaType": .string(image), "artifactType": .string(type),
            "config": descriptor(
                "application/vnd.oci.empty.v1+json", try put(Array("{}".utf8)), 2),
            "layers": [descriptor(type, try put(document), document.count)],
            "subject": descriptor(
                image, version.manifestDigest, try #require(Files.size(of: subject))),
        ]
        let bytes = manifest.canonicalBytes()
        var index = try #require(try JSONValue.read(store.index).objectValue)
        let entries = try #require(index["manifests"]?.arrayValue)
        index["manifests"] = .array(entries + [descriptor(image, try put(bytes), bytes.count)])
        try Files.replace(store.index, with: JSONValue.object(index).canonicalBytes())
        return Digest(of: document)
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
