import FileStorage
import FoundationEssentials
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// Whatever is changed in a signature, or in what it should be one of, is refused.
@Suite struct MutationTests {
    @Test func `a bundle is compact JSON with no more members than needed`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let bundle = try Bundle(SignedModel.signature.statement, signedBy: key)
            let json = try JSONValue(parsing: bundle.bytes)
            #expect(json.canonicalBytes() == bundle.bytes)
            #expect(
                json.objectValue?.keys.sorted() == [
                    "dsseEnvelope", "mediaType", "verificationMaterial",
                ])
            #expect(
                json["verificationMaterial"] == [
                    "publicKey": ["hint": .string(key.publicKey.hint)], "tlogEntries": [],
                ])
            #expect(try Bundle(parsing: bundle.bytes) == bundle)
            try SignedModel.verify(bundle.bytes, key.publicKey)
        }
    }

    @Test func `every changed byte of a bundle is refused or changes nothing`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let bundle = try Bundle(SignedModel.signature.statement, signedBy: key)
            let bytes = bundle.bytes
            var accepted = 0
            for index in bytes.indices {
                for mask: UInt8 in [0x01, 0x20, 0x80] {
                    var changed = bytes
                    changed[index] ^= mask
                    guard let read = try? Bundle(parsing: changed),
                        (try? read.verify(with: key.publicKey)) != nil
                    else { continue }
                    // Only what nothing vouches for may differ.
                    #expect(read.payload == bundle.payload)
                    accepted += 1
                }
            }
            #expect(accepted < 300)
            for end in bytes.indices {
                #expect(throws: SigningError.self) { try Bundle(parsing: Array(bytes[..<end])) }
            }
        }
    }

    /// By path in the bundle, what is put there.
    private static let envelopes: [([String], JSONValue?)] = [
        (["mediaType"], "application/vnd.dev.sigstore.bundle.v0.2+json"),
        (["mediaType"], "application/vnd.dev.sigstore.bundle+json;version=0.3"),
        (["mediaType"], nil),
        (["verificationMaterial", "publicKey"], nil),
        (["verificationMaterial", "publicKey"], "key"),
        (["verificationMaterial"], nil),
        (["dsseEnvelope"], nil),
        (["dsseEnvelope", "payloadType"], "application/json"),
        (["dsseEnvelope", "payloadType"], "Application/vnd.in-toto+json"),
        (["dsseEnvelope", "payloadType"], nil),
        (["dsseEnvelope", "payload"], "e30="),
        (["dsseEnvelope", "payload"], "!!!!"),
        (["dsseEnvelope", "payload"], ""),
        (["dsseEnvelope", "payload"], 3),
        (["dsseEnvelope", "signatures"], []),
        (["dsseEnvelope", "signatures"], [["sig": "", "keyid": ""]]),
        (["dsseEnvelope", "signatures"], [["sig": "MAYCAQECAQE=", "keyid": ""]]),
        (["dsseEnvelope", "signatures"], [["keyid": ""]]),
        (["dsseEnvelope", "signatures"], ["MAYCAQECAQE="]),
    ]

    @Test(arguments: envelopes.indices)
    func `another envelope is refused`(_ index: Int) async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let bundle = try Bundle(SignedModel.signature.statement, signedBy: key)
            let (path, value) = Self.envelopes[index]
            let changed = try JSONValue(parsing: bundle.bytes).setting(path, value)
            #expect(throws: SigningError.self) {
                try SignedModel.verify(changed.canonicalBytes(), key.publicKey)
            }
        }
    }

    @Test func `several signatures, other spellings and doubled keys are refused`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let bundle = try Bundle(SignedModel.signature.statement, signedBy: key)
            let json = try JSONValue(parsing: bundle.bytes)
            let envelope = try #require(json["dsseEnvelope"])
            let list = try #require(envelope["signatures"]?.arrayValue)
            let text = try #require(list[0]["sig"]?.stringValue)
            let signature = Array(try #require(Data(base64Encoded: text)))
            var variants = [
                text + "\n", " " + text, text.replacing("=", with: ""), text + "====",
                text.replacing("/", with: "_").replacing("+", with: "-") + "_",
            ]
            for der in derVariants(of: signature) {
                variants.append(Data(der).base64EncodedString())
            }
            for variant in variants where variant != text {
                let changed = json.setting(
                    ["dsseEnvelope", "signatures"], [["sig": .string(variant), "keyid": ""]])
                #expect(throws: SigningError.self, "\(variant)") {
                    try SignedModel.verify(changed.canonicalBytes(), key.publicKey)
                }
            }
            let twice = json.setting(["dsseEnvelope", "signatures"], .array(list + list))
            #expect(throws: SigningError.self) {
                try SignedModel.verify(twice.canonicalBytes(), key.publicKey)
            }
            let doubled = String(decoding: bundle.bytes, as: UTF8.self)
                .replacing("{\"dsseEnvelope\"", with: "{\"mediaType\":\"x\",\"dsseEnvelope\"")
            #expect(throws: SigningError.self) { try Bundle(parsing: Array(doubled.utf8)) }
            let deep = String(repeating: "[", count: 200_000)
            #expect(throws: SigningError.self) { try Bundle(parsing: Array(deep.utf8)) }
            let large = [UInt8](repeating: 0x20, count: Bundle.maximumSize + 1)
            #expect(throws: SigningError.self) { try Bundle(parsing: large) }
        }
    }

    /// Encodings that a lax reader takes for the same numbers.
    private func derVariants(of signature: [UInt8]) -> [[UInt8]] {
        let length = Int(signature[3])
        let padded =
            [0x30, signature[1] + 1, 0x02, signature[3] + 1, 0x00]
            + signature[4..<4 + length] + signature[(4 + length)...]
        return [
            signature + [0], Array(signature.dropLast()), padded,
            [0x30, 0x81] + signature.dropFirst(), [0x31] + signature.dropFirst(),
            [0x30, 0x80] + signature.dropFirst(2) + [0, 0],
        ]
    }

    @Test func `the hint decides nothing`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let bundle = try Bundle(SignedModel.signature.statement, signedBy: key)
            let path = ["verificationMaterial", "publicKey", "hint"]
            for hint: JSONValue? in ["00", nil] {
                let changed = try JSONValue(parsing: bundle.bytes).setting(path, hint)
                try SignedModel.verify(changed.canonicalBytes(), key.publicKey)
            }
            let other = try await SignedModel.makeKey(in: scratch)
            let claimed = try JSONValue(parsing: bundle.bytes)
                .setting(path, .string(other.publicKey.hint))
            #expect(throws: SigningError.invalidSignature) {
                try SignedModel.verify(claimed.canonicalBytes(), other.publicKey)
            }
        }
    }
}
