import FileStorage
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// Statements that are signed by the right key and say something else.
@Suite struct StatementTests {
    /// Verifies a statement that was changed before it was signed.
    private func check(
        _ change: (inout Statement) throws -> Void,
        against files: [TreeDigest.File] = SignedModel.files()
    ) async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            var statement = SignedModel.signature.statement
            try change(&statement)
            try SignedModel.verify(
                Bundle(statement, signedBy: key).bytes, key.publicKey, files)
        }
    }

    private func set(_ resources: [JSONValue], in statement: inout Statement) {
        statement.predicate["resources"] = .array(resources)
        let digests = resources.compactMap { $0["digest"]?.stringValue }
        statement.subjects = [.init(name: "penguins", sha256: Self.root(digests))]
    }

    /// As `xxd -r -p | sha256sum` computes it.
    private static func root(_ digests: [String]) -> String {
        let digits = Array(digests.joined().utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { index in
            UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        }
        return Digest(of: bytes).hex
    }

    private func resource(_ name: String, _ text: String) -> JSONValue {
        [
            "name": .string(name), "algorithm": "sha256",
            "digest": .string(Digest(of: text.utf8).hex),
        ]
    }

    private var resources: [JSONValue] {
        SignedModel.signature.statement.predicate["resources"]?.arrayValue ?? []
    }

    @Test func `an unchanged statement is accepted, in any order`() async throws {
        try await check { _ in }
        try await check { set(resources.reversed(), in: &$0) }
    }

    @Test func `resources are listed by the bytes of their names`() {
        let names = resources.compactMap { $0["name"]?.stringValue }
        #expect(
            names == [
                "caf\u{E9}", "model.onnx", "sub.b", "sub/c.txt", "sub/deep/a.bin",
                "\u{1F427}.json",
            ])
    }

    @Test func `another list of resources is refused`() async throws {
        var renamed = resources
        renamed[0] = resource("cafe\u{301}", "composed")
        var other = resources
        other[1] = resource("model.onnx", "other")
        let lists: [[JSONValue]] = [
            [], Array(resources.dropLast()), resources + [resource("extra", "x")],
            resources + [resources[0]], resources + [resource("cafe\u{301}", "composed")],
            resources + [resource("./model.onnx", "weights")],
            resources + [resource("MODEL.ONNX", "weights")], renamed, other,
        ]
        for list in lists {
            await #expect(throws: SigningError.self, "\(list.count)") {
                try await check { set(list, in: &$0) }
            }
        }
    }

    @Test func `two names whose letters look the same are two files`() async throws {
        let texts = SignedModel.files() + SignedModel.files(["cafe\u{301}": "decomposed"])
        try await check(
            { set(resources + [resource("cafe\u{301}", "decomposed")], in: &$0) },
            against: texts)
        await #expect(throws: SigningError.self) { try await check({ _ in }, against: texts) }
    }

    @Test func `resources with another algorithm or no digest are refused`() async throws {
        let good = resources[1]
        for (key, value): (String, JSONValue?) in [
            ("algorithm", "sha512"), ("algorithm", "SHA256"), ("algorithm", "blake2b"),
            ("algorithm", nil), ("name", nil), ("name", 3), ("digest", nil), ("digest", "00"),
            ("digest", .string(String(repeating: "Z", count: 64))),
        ] {
            var list = resources
            list[1] = good.setting([key], value)
            await #expect(throws: SigningError.self, "\(key)") {
                try await check { $0.predicate["resources"] = .array(list) }
            }
        }
    }

    @Test func `ignored paths do not widen what is accepted`() async throws {
        let ignoring: JSONValue = [
            "method": "files", "hash_type": "sha256", "allow_symlinks": false,
            "ignore_paths": ["extra", ".", "*"],
        ]
        try await check { $0.predicate["serialization"] = ignoring }
        let more = SignedModel.files() + SignedModel.files(["extra": "x"])
        await #expect(throws: SigningError.self) {
            try await check({ $0.predicate["serialization"] = ignoring }, against: more)
        }
        let fewer = SignedModel.files().filter { $0.path != "model.onnx" }
        await #expect(throws: SigningError.self) { try await check({ _ in }, against: fewer) }
    }

    @Test func `other predicates, subjects and serializations are refused`() async throws {
        let changes: [(inout Statement) -> Void] = [
            { $0.predicateType = "https://model_signing/Digests/v0.1" },
            { $0.predicateType = "https://model_signing/signature/v1.1" },
            { $0.subjects = [.init(name: "m", sha256: String(repeating: "0", count: 64))] },
            { $0.subjects += $0.subjects },
            { $0.predicate["serialization"] = ["method": "shards", "hash_type": "sha256"] },
            { $0.predicate["serialization"] = ["method": "files", "hash_type": "blake2b"] },
            { $0.predicate["serialization"] = nil },
            { $0.predicate["resources"] = nil },
        ]
        for (index, change) in changes.enumerated() {
            await #expect(throws: SigningError.self, "\(index)") { try await check(change) }
        }
    }

    @Test func `texts that are no statements are refused`() {
        let texts = [
            "", "[]", "{}", #"{"_type":"https://in-toto.io/Statement/v0.1"}"#,
            #"{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"a","predicate":{}}"#,
            #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a","digest":{}}],"predicateType":"a","predicate":{}}"#,
            #"{"_type":"https://in-toto.io/Statement/v1","_type":"https://in-toto.io/Statement/v1"}"#,
        ]
        for text in texts {
            #expect(throws: SigningError.self, "\(text)") {
                try Statement(parsing: Array(text.utf8))
            }
        }
    }

    @Test func `a name of a megabyte is not repeated`() throws {
        let name = String(repeating: "n", count: 1 << 20)
        let signature = ModelSignature(model: "m", files: SignedModel.files([name: "a"]))
        #expect {
            try signature.check([])
        } throws: { error in
            let text = (error as? SigningError)?.description ?? ""
            return text.utf8.count < 400 && text.hasSuffix("n…' is signed and not there")
        }
    }
}
