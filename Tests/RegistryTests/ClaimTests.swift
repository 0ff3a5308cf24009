import FileStorage
import Registry
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// What `fsck` says of signatures, approvals, statements and runs whose blobs are intact.
@Suite struct ClaimTests {
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
            for request in [FsckRequest(), request(trusting: key)] {
                let findings = try store.fsck(request).findings
                #expect(findings == [])
            }
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

    @Test(arguments: Lie.allCases)
    func `what does not hold is named`(lie: Lie) async throws {
        try await withSigned { store, version, key in
            let (type, bytes) = try lie.document(store, version, key)
            let blob = try attach(bytes, type, to: version, in: store)
            let report = try store.fsck(request(trusting: key))
            // That the index does not repeat what it should is another matter.
            let found = report.findings.filter { $0.message.contains("does not hold") }
            #expect(found.map(\.digest) == [blob], "\(report.damages)")
            #expect(found.allSatisfy { $0.severity == .damage && $0.subject == .referrer })
            #expect(found.allSatisfy { $0.message.contains("version 1") })
            // The command that looks at one version says the same.
            let examined = try store.examine(version, request(trusting: key).policy)
            #expect(examined.complaints.count == 1)
            // Without a key nobody can tell a signature from another.
            let needsKey = lie == .otherSignature
            #expect(
                try !store.fsck().damages.contains { $0.contains("does not hold") } == needsKey)
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
