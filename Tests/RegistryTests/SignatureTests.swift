import FileStorage
import Registry
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

@Suite struct SignatureTests {
    private func policy(trusting key: TestKey) -> Policy {
        var policy = Policy()
        policy.requirements = [.signature]
        policy.trust.add(key.key.publicKey, as: "ci")
        return policy
    }

    @Test func `a signature is attached once for each key`() async throws {
        try await withScratchDirectory { scratch in
            let (one, two) = (
                try await TestKey("one", in: scratch),
                try await TestKey("two", curve: "secp384r1", in: scratch)
            )
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            #expect(try store.sign(version, with: one.key, .test))
            let before = try store.snapshot()
            #expect(try !store.sign(version, with: one.key, .test))
            #expect(try store.snapshot() == before)
            #expect(try store.sign(version, with: two.key, .test))
            let found = try store.attestations(of: version, policy(trusting: one))
            #expect(found.map(\.kind) == [.signature, .signature])
            #expect(found.map(\.outcome) == [.valid(key: "ci"), .unknownKey])
            #expect(try store.history().map(\.action) == [.register, .sign, .sign])
            try store.verify(version)
        }
    }

    @Test func `the referrer is what OCI and cosign expect`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await TestKey(in: scratch)
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            _ = try store.sign(version, with: key.key, .test)
            let signature = try #require(try store.attestations(of: version, Policy()).first)
            let blobs = store.path.appending("blobs/sha256")
            #expect(Files.exists(blobs.appending(signature.bundle.hex)))
            let manifest = try JSONValue.read(blobs.appending(signature.referrer.hex))
            let type = "application/vnd.dev.sigstore.bundle.v0.3+json"
            #expect(manifest["artifactType"]?.stringValue == type)
            #expect(manifest["config"]?["mediaType"] == "application/vnd.oci.empty.v1+json")
            #expect(
                manifest["subject"]?["digest"]?.stringValue
                    == version.manifestDigest.description)
            let layers = try #require(manifest["layers"]?.arrayValue)
            #expect(layers.count == 1)
            #expect(layers[0]["mediaType"]?.stringValue == type)
            #expect(manifest["annotations"]?["dev.sigstore.bundle.content"] == "dsse-envelope")
            let digest = try #require(layers[0]["digest"]?.stringValue.flatMap(Digest.init))
            let bundle = try Bundle(parsing: Files.read(blobs.appending(digest.hex)))
            let statement = try bundle.verify(with: key.key.publicKey)
            try ModelSignature(statement).check(version.files)
        }
    }

    @Test func `a signature moves with its version, and counts there`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await TestKey(in: scratch)
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let (testing, production) = (
                try ModelStore.testing(scratch), try ModelStore.production(scratch)
            )
            _ = try testing.sign(version, with: key.key, .test)
            let copy = try production.copy(version, from: testing, .test).version
            let found = try production.attestations(of: copy, policy(trusting: key))
            #expect(found.map(\.outcome) == [.valid(key: "ci")])
        }
    }

    @Test func `the signature of another model does not count`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await TestKey(in: scratch)
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let other = try FakeModel(in: scratch, weight: "other", id: "run-2")
                .register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            _ = try store.sign(version, with: key.key, .test)
            let signature = try #require(try store.attestations(of: version, Policy()).first)
            try move(signature.referrer, to: other, in: store)
            let policy = policy(trusting: key)
            let found = try store.attestations(of: other, policy)
            #expect(found.count == 1)
            #expect(found.first?.isInvalid == true)
            #expect(throws: RegistryError.self) { try store.checkSignature(of: other, policy) }
            let examined = try store.examine(other, policy)
            #expect(examined.damages.isEmpty)
            #expect(examined.complaints.count == 2)
        }
    }

    /// Attaches the document of a referrer to another version, as an attacker could.
    private func move(_ referrer: Digest, to version: RegisteredVersion, in store: ModelStore)
        throws
    {
        let blobs = store.path.appending("blobs/sha256")
        guard var manifest = try JSONValue.read(blobs.appending(referrer.hex)).objectValue,
            var subject = manifest["subject"]?.objectValue,
            var index = try JSONValue.read(store.index).objectValue,
            let entries = index["manifests"]?.arrayValue
        else { return }
        let target = blobs.appending(version.manifestDigest.hex)
        subject["digest"] = .string(version.manifestDigest.description)
        subject["size"] = .integer(Int64(try #require(Files.size(of: target))))
        manifest["subject"] = .object(subject)
        let bytes = JSONValue.object(manifest).canonicalBytes()
        let digest = Digest(of: bytes)
        try Files.replace(blobs.appending(digest.hex), with: bytes)
        let entry: JSONValue = [
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "digest": .string(digest.description), "size": .integer(Int64(bytes.count)),
        ]
        index["manifests"] = .array(entries + [entry])
        try Files.replace(store.index, with: JSONValue.object(index).canonicalBytes())
    }

    @Test func `an examination names every blob that is damaged`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await TestKey(in: scratch)
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            _ = try store.sign(version, with: key.key, .test)
            let policy = policy(trusting: key)
            let intact = try store.examine(version, policy)
            #expect(intact.damages.isEmpty)
            #expect(intact.complaints.isEmpty)
            #expect(intact.attestations.count == 1)
            for file in version.files.prefix(2) {
                let path = store.path.appending("blobs/sha256/\(file.digest.hex)")
                try Files.replace(path, with: "other".utf8)
            }
            #expect(try store.examine(version, policy).damages.count == 2)
        }
    }

    @Test func `a version without a signature that counts is refused`() async throws {
        try await withScratchDirectory { scratch in
            let (ci, other) = (
                try await TestKey("ci", in: scratch), try await TestKey("other", in: scratch)
            )
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            let policy = policy(trusting: ci)
            #expect(throws: RegistryError.unsigned("penguins@1", reason: nil)) {
                try store.checkSignature(of: version, policy)
            }
            _ = try store.sign(version, with: other.key, .test)
            #expect(throws: RegistryError.self) { try store.checkSignature(of: version, policy) }
            _ = try store.sign(version, with: ci.key, .test)
            try store.checkSignature(of: version, policy)
        }
    }
}

@Suite struct ApprovalTests {
    private let approval = Approval(
        approver: "anna", time: "2026-11-20T13:00:00Z", reason: "looked at it")

    @Test func `an approval counts for one version and one list of approvers`() async throws {
        try await withScratchDirectory { scratch in
            let (anna, ben) = (
                try await TestKey("anna", in: scratch), try await TestKey("ben", in: scratch)
            )
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            var policy = Policy()
            policy.requirements = [.approval]
            policy.approvers.add(anna.key.publicKey, as: "anna")
            #expect(throws: RegistryError.unapproved("penguins@1", reason: nil)) {
                try store.checkApproval(of: version, policy)
            }
            // A signature is no approval, and who is trusted to sign may not approve.
            _ = try store.sign(version, with: anna.key, .test)
            _ = try store.approve(version, approval, with: ben.key, .test)
            policy.trust.add(ben.key.publicKey, as: "ben")
            #expect(throws: RegistryError.self) { try store.checkApproval(of: version, policy) }
            #expect(try store.approve(version, approval, with: anna.key, .test))
            #expect(try !store.approve(version, approval, with: anna.key, .test))
            try store.checkApproval(of: version, policy)
            let found = try store.attestations(of: version, policy).last
            #expect(found?.approval == approval)
            #expect(found?.outcome == .valid(key: "anna"))
            #expect(try store.history().last?.reason == "anna: looked at it")

            // The same files under another number need their own.
            var request = try FakeModel(in: scratch, id: "run-2").request
            request.forceNew = true
            let second = try store.register(request, .test).version
            #expect(second.number == 2)
            #expect(throws: RegistryError.self) { try store.checkApproval(of: second, policy) }
        }
    }

    @Test func `a policy that asks for keys must name some`() {
        for requirement in [Policy.Requirement.signature, .approval] {
            #expect(throws: RegistryError.self) {
                try Policy(
                    requirements: [requirement], trust: [], approvers: [:], environment: [:])
            }
        }
        #expect(throws: Never.self) {
            try Policy(requirements: nil, trust: [], approvers: [:], environment: [:])
        }
    }
}
