import FileStorage
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// The program of PyPI's `model-signing`, beside the Python that `share/test` prepares.
enum ModelSigning {
    static let program: FilePath? = {
        guard let python = Tool.environment("MLX_TEST_PYTHON") else { return nil }
        let program = FilePath(python).removingLastComponent().appending("model_signing")
        return Files.exists(program) ? program : nil
    }()

    static func run(_ words: String..., in scratch: FilePath) async throws -> ToolResult {
        try await Tool.run(#require(program).string, words, directory: scratch)
    }
}

@Suite struct ModelSigningTests {
    @Test(
        .enabled(
            if: ModelSigning.program != nil,
            "needs PyPI model-signing in MLX_TEST_PYTHON; run share/test"),
        arguments: SignedModel.curves)
    func `model_signing accepts our signatures and refuses changed models`(_ curve: String)
        async throws
    {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(curve, in: scratch)
            let model = scratch.appending("model")
            try SignedModel.write(to: model)
            let bundle = try Bundle(SignedModel.signature.statement, signedBy: key)
            try Files.write(scratch.appending("model.sig"), bundle.bytes)
            func verify() async throws -> ToolResult {
                try await ModelSigning.run(
                    "verify", "key", "model", "--public_key", "key.pub", "--signature",
                    "model.sig", in: scratch)
            }
            let accepted = try await verify()
            #expect(accepted.status == 0, "\(accepted.output)\(accepted.errors)")
            try Files.replace(model.appending("sub.b"), with: "B".utf8)
            #expect(try await verify().status != 0)
        }
    }

    @Test(
        .enabled(
            if: ModelSigning.program != nil,
            "needs PyPI model-signing in MLX_TEST_PYTHON; run share/test"),
        arguments: SignedModel.curves)
    func `signatures by model_signing are accepted`(_ curve: String) async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(curve, in: scratch)
            try SignedModel.write(to: scratch.appending("model"))
            let signed = try await ModelSigning.run(
                "sign", "key", "model", "--private_key", "key.pem", "--signature", "model.sig",
                in: scratch)
            try #require(signed.status == 0, "\(signed.output)\(signed.errors)")
            let bundle = try Files.read(scratch.appending("model.sig"))
            try SignedModel.verify(bundle, key.publicKey)
            let signature = try ModelSignature(
                Bundle(parsing: bundle).verify(with: key.publicKey))
            #expect(signature.model == "model")
        }
    }

    @Test(
        .enabled(
            if: ModelSigning.program != nil,
            "needs PyPI model-signing in MLX_TEST_PYTHON; run share/test"))
    func `files that git makes can be signed`() async throws {
        try await withScratchDirectory { scratch in
            let key = try await SignedModel.makeKey(in: scratch)
            let model = scratch.appending("model")
            try Files.makeDirectory(model)
            try Files.replace(model.appending("a"), with: "a".utf8)
            try Files.replace(model.appending(".gitattributes"), with: "g".utf8)
            let files = SignedModel.files(["a": "a", ".gitattributes": "g"])
            let statement = ModelSignature(model: "m", files: files).statement
            try Files.write(
                scratch.appending("model.sig"), Bundle(statement, signedBy: key).bytes)
            let result = try await ModelSigning.run(
                "verify", "key", "model", "--public_key", "key.pub", "--signature", "model.sig",
                "--no-ignore-git-paths", in: scratch)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    @Test(arguments: ["p256", "p384", "p521"])
    func `signatures by model_signing 1.1.1 are accepted`(_ curve: String) throws {
        let path = FilePath(#filePath).removingLastComponent().appending("Fixtures/bundles.json")
        let fixture = try JSONValue(parsing: Files.read(path))
        #expect(fixture["model_signing"] == "1.1.1")
        // A list: as keys, the two "café" would be one to Swift.
        let files = (fixture["list"]?.arrayValue ?? []).compactMap { entry in
            entry["path"]?.stringValue.map { path in
                let text = entry["text"]?.stringValue ?? ""
                return TreeDigest.File(
                    path: path, digest: Digest(of: text.utf8), size: text.utf8.count)
            }
        }
        #expect(files.count == 7)
        let entry = try #require(fixture["curves"]?[curve])
        let key = try PublicKey(
            pem: Array(#require(entry["public"]?.stringValue).utf8), source: curve)
        let bundle = Array(try #require(entry["bundle"]?.stringValue).utf8)
        try SignedModel.verify(bundle, key, files)
        #expect(try Bundle(parsing: bundle).hint == key.hint)
        // The two names whose letters only look the same may not change places.
        let swapped = files.map { file in
            let twin = files.first { $0.path == file.path && $0.digest != file.digest }
            return TreeDigest.File(
                path: file.path, digest: twin?.digest ?? file.digest, size: file.size)
        }
        #expect(throws: SigningError.self) { try SignedModel.verify(bundle, key, swapped) }
    }
}
