import FileStorage
import Signing
import SystemPackage
import TestSupport
import Testing

@Suite struct KeyTests {
    @Test(arguments: SignedModel.curves)
    func `keys are read as OpenSSL writes them, SEC 1 and PKCS 8`(_ curve: String) async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(curve, in: scratch)
            let other = try await Tool.shell(
                """
                openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem
                openssl ecparam -name \(curve) -genkey -out parameters.pem
                openssl ec -in parameters.pem -pubout -out parameters.pub
                """,
                directory: scratch
            )
            try #require(other.status == 0)
            func read(_ name: String) throws -> [UInt8] {
                try Files.read(scratch.appending(name))
            }
            let text = try read("key.pub")
            #expect(Array(key.publicKey.text.utf8) == text)
            #expect(key.publicKey.hint == Digest(of: text).hex)
            #expect(try PublicKey(pem: text, source: "k") == key.publicKey)
            let again = try PrivateKey(pem: read("pkcs8.pem"), source: "k")
            #expect(again.publicKey == key.publicKey)
            let withParameters = try PrivateKey(pem: read("parameters.pem"), source: "k")
            #expect(Array(withParameters.publicKey.text.utf8) == (try read("parameters.pub")))
        }
    }

    @Test(
        arguments: [
            "openssl genrsa 2048", "openssl ecparam -name secp256k1 -genkey -noout",
            "openssl genpkey -algorithm ed25519",
        ])
    func `other kinds of keys are refused`(_ command: String) async throws {
        let pem = try await Tool.shell(command).output
        #expect(throws: SigningError.self) { try PrivateKey(pem: Array(pem.utf8), source: "k") }
    }

    @Test func `a key says what is wrong with it`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let pair = try await Tool.shell(
                """
                openssl ec -in key.pem -aes128 -passout pass:x -out old.pem 2>/dev/null
                openssl pkcs8 -topk8 -in key.pem -passout pass:x -out new.pem
                """, directory: scratch)
            try #require(pair.status == 0)
            for name in ["old.pem", "new.pem"] {
                let pem = try Files.read(scratch.appending(name))
                #expect(throws: SigningError.encryptedKey("k")) {
                    try PrivateKey(pem: pem, source: "k")
                }
            }
            let pem = Array(key.publicKey.text.utf8)
            #expect(throws: SigningError.wrongKind("k", expectsPrivate: true)) {
                try PrivateKey(pem: pem, source: "k")
            }
            let secret = try Files.read(scratch.appending("key.pem"))
            #expect(throws: SigningError.wrongKind("k", expectsPrivate: false)) {
                try PublicKey(pem: secret, source: "k")
            }
            let broken: [[UInt8]] = [[], Array("hello".utf8), [0xFF, 0xFE], pem + pem]
            for text in broken {
                #expect(throws: SigningError.self) { try PublicKey(pem: text, source: "k") }
            }
            for end in 0..<pem.count - 1 {
                let key = try? PublicKey(pem: Array(pem[..<end]), source: "k")
                #expect(key == nil, "of \(end) bytes")
            }
        }
    }

    @Test func `a key is found in the environment or in a file`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let file = scratch.appending("key.pub").string
            for (text, environment) in [
                (file, [:]), ("file:\(file)", [:]), ("env:K", ["K": key.publicKey.text]),
            ] {
                let read = try PublicKey(KeyReference(text), environment: environment)
                #expect(read == key.publicKey)
            }
            #expect(throws: SigningError.missingKey("env:K", reason: "the variable is not set")) {
                try PublicKey(KeyReference("env:K"), environment: [:])
            }
            #expect(throws: SigningError.self) {
                try PublicKey(KeyReference("\(file)x"), environment: [:])
            }
            for text in ["", "env:", "file:"] {
                #expect(throws: SigningError.invalidReference(text)) { try KeyReference(text) }
            }
            // The key itself is not repeated.
            #expect(throws: SigningError.invalidReference("…")) {
                try KeyReference(key.publicKey.text)
            }
        }
    }
}
