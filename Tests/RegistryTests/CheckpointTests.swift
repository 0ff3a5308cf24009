import FileStorage
import Registry
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// Checkpoints of the audit log that somebody has signed.
@Suite struct CheckpointTests {
    private func withLog(
        _ body: (FilePath, ModelStore, TestKey) async throws -> Void
    ) async throws {
        try await withScratchDirectory { scratch in
            let key = try await TestKey(in: scratch)
            for (number, weight) in ["one", "two", "three"].enumerated() {
                try FakeModel(in: scratch, weight: weight, id: "run-\(number)")
                    .register(in: scratch)
            }
            try await body(scratch, try .testing(scratch), key)
        }
    }

    private func ring(_ key: TestKey) -> KeyRing {
        var ring = KeyRing()
        ring.add(key.key.publicKey, as: "ci")
        return ring
    }

    private func note(_ store: ModelStore, _ key: TestKey) throws -> [UInt8] {
        try store.audit(lockTimeout: .seconds(1)).checkpoint().signed(by: key.key).bytes
    }

    @Test func `the log may grow, and nothing else`() async throws {
        try await withLog { _, store, key in
            let earlier = try AuditCheckpoint(
                signed: note(store, key), by: ring(key), in: "note")
            #expect(earlier.records == 3)
            try store.setAlias("champion", to: "1", .test)
            #expect(try store.audit(since: earlier, lockTimeout: .seconds(1)).isIntact)
            let log = try Files.read(store.audit)
            var rewritten = log
            rewritten[10] ^= 1
            for bytes in [Array(log.prefix(earlier.bytes - 1)), rewritten, []] {
                try Files.replace(store.audit, with: bytes)
                let error = #expect(throws: RegistryError.self) {
                    try store.audit(since: earlier, lockTimeout: .seconds(1))
                }
                #expect(error?.exitStatus == .negative)
                #expect(error?.description.contains("audit.jsonl") == true)
            }
        }
    }

    @Test func `a key that is not trusted does not count`() async throws {
        try await withLog { scratch, store, key in
            let other = try await TestKey("other", in: scratch)
            let error = #expect(throws: RegistryError.self) {
                try AuditCheckpoint(signed: note(store, key), by: ring(other), in: "note")
            }
            #expect(error?.exitStatus == .denied)
        }
    }

    @Test func `no byte of a signed checkpoint can change unseen`() async throws {
        try await withLog { _, store, key in
            let bytes = try note(store, key)
            _ = try AuditCheckpoint(signed: bytes, by: ring(key), in: "note")
            for position in bytes.indices {
                var changed = bytes
                changed[position] ^= 1 << UInt8(position % 7)
                #expect(throws: RegistryError.self, "byte \(position)") {
                    try AuditCheckpoint(signed: changed, by: ring(key), in: "note")
                }
            }
            for count in bytes.indices {
                #expect(throws: RegistryError.self) {
                    try AuditCheckpoint(
                        signed: Array(bytes.prefix(count)), by: ring(key), in: "note")
                }
            }
        }
    }

    @Test(arguments: [("prime256v1", "sha256"), ("secp384r1", "sha384"), ("secp521r1", "sha512")])
    func `openssl checks the signature and the digest of the log`(
        curve: String, digest: String
    ) async throws {
        try await withLog { scratch, store, _ in
            let key = try await TestKey("curve", curve: curve, in: scratch)
            let file = scratch.appending("penguins.note")
            try Files.replace(file, with: note(store, key))
            // As the manual says.
            let result = try await Tool.shell(
                """
                cd '\(scratch)'
                sed '/^$/,$d' penguins.note > text
                sed -n 's/^— [^ ]* //p' penguins.note | base64 -d | tail -c +5 > sig
                openssl dgst -\(digest) -verify curve.pub -signature sig text
                head -c "$(sed -n 's/^bytes //p' text)" '\(store.audit)' | openssl dgst -sha256 -r
                sed -n 5p text
                """)
            let lines = result.output.split(separator: "\n")
            #expect(lines.first == "Verified OK", "\(result.errors)")
            #expect(lines.count == 3)
            #expect("sha256:\(lines[1].prefix(64))" == lines[2])
        }
    }

    @Test func `the root is that of RFC 6962`() async throws {
        try await withLog { scratch, store, key in
            for number in 4..<9 {
                let file = scratch.appending("penguins.note")
                try Files.replace(file, with: note(store, key))
                let result = try await Tool.shell(
                    "exec python3 -c \"$script\" '\(store.audit)'",
                    environment: ["script": Self.merkle])
                let text = String(decoding: try Files.read(file), as: UTF8.self)
                let lines = text.split(separator: "\n")
                #expect(result.output == "\(lines[1]) \(lines[2])\n")
                try store.setAlias("alias-\(number)", to: "1", .test)
            }
        }
    }

    /// The definition of the RFC, word for word.
    private static let merkle = """
        import base64, hashlib, sys
        def tree(d):
            if len(d) == 1: return hashlib.sha256(b"\\0" + d[0]).digest()
            k = 1
            while k * 2 < len(d): k *= 2
            return hashlib.sha256(b"\\1" + tree(d[:k]) + tree(d[k:])).digest()
        lines = open(sys.argv[1], "rb").read().splitlines(keepends=True)
        print(len(lines), base64.b64encode(tree(lines)).decode())
        """
}
