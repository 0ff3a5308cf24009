import FileStorage
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// A model with names that are easily mixed up, and keys that OpenSSL has made.
enum SignedModel {
    static let curves = ["prime256v1", "secp384r1", "secp521r1"]

    /// By path, the text of a file.
    static let texts = [
        "model.onnx": "weights", "sub/deep/a.bin": "a", "sub.b": "b", "sub/c.txt": "c",
        "caf\u{E9}": "composed", "\u{1F427}.json": "{}",
    ]

    static func files(_ texts: [String: String] = texts) -> [TreeDigest.File] {
        texts.map { path, text in
            TreeDigest.File(path: path, digest: Digest(of: text.utf8), size: text.utf8.count)
        }
    }

    static func write(to directory: FilePath) throws {
        for (path, text) in texts {
            let file = directory.appending(path)
            try Files.makeDirectory(file.removingLastComponent())
            try Files.replace(file, with: text.utf8)
        }
    }

    static var signature: ModelSignature { ModelSignature(model: "penguins", files: files()) }

    /// Makes `key.pem` and `key.pub` in a directory.
    static func makeKey(_ curve: String = "prime256v1", in scratch: FilePath) async throws
        -> PrivateKey
    {
        let result = try await Tool.shell(
            """
            openssl ecparam -name \(curve) -genkey -noout -out key.pem
            openssl ec -in key.pem -pubout -out key.pub
            """,
            directory: scratch
        )
        try #require(result.status == 0, "\(result.errors)")
        return try PrivateKey(
            KeyReference(scratch.appending("key.pem").string), environment: [:])
    }

    /// Verifies what a bundle says of files, all the way.
    static func verify(
        _ bundle: [UInt8], _ key: PublicKey, _ files: [TreeDigest.File] = files()
    ) throws {
        let statement = try Bundle(parsing: bundle).verify(with: key)
        try ModelSignature(statement).check(files)
    }
}

extension JSONValue {
    /// Another value for the member that a path of keys leads to; nil removes it.
    func setting(_ path: [String], _ value: JSONValue?) -> JSONValue {
        guard let key = path.first, var members = objectValue else { return self }
        members[key] =
            path.count == 1
            ? value : members[key, default: .object([:])].setting(Array(path.dropFirst()), value)
        return .object(members)
    }
}
