package import FileStorage
import FoundationEssentials
import RunDocument

import struct Crypto.SHA256

/// What OpenSSF Model Signing v1.0 says of a model: each file with its digest.
package struct ModelSignature: Sendable {
    package static let predicateType = "https://model_signing/signature/v1.0"

    /// What model_signing leaves out unless it is told otherwise.
    private static let gitPaths = [".git", ".gitattributes", ".github", ".gitignore"]

    package let model: String
    /// In the order of the list, which the root digest depends on.
    package let resources: [Resource]

    package struct Resource: Sendable {
        /// A path relative to the model's directory, with `/` between components.
        let name: String
        let digest: Digest
    }

    package init(model: String, files: [TreeDigest.File]) {
        self.model = model
        resources = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
            .map { Resource(name: $0.path, digest: $0.digest) }
    }

    package var statement: Statement {
        // A verifier must not leave out what is signed here.
        let ignored = Self.gitPaths.filter { path in
            !resources.contains { $0.name == path || $0.name.hasPrefix("\(path)/") }
        }
        return Statement(
            subjects: [Statement.Subject(name: model, sha256: Self.root(resources))],
            predicateType: Self.predicateType,
            predicate: [
                "resources": .array(
                    resources.map {
                        [
                            "name": .string($0.name), "algorithm": "sha256",
                            "digest": .string($0.digest.hex),
                        ]
                    }),
                "serialization": [
                    "method": "files", "hash_type": "sha256", "allow_symlinks": false,
                    "ignore_paths": .array(ignored.map(JSONValue.string)),
                ],
            ]
        )
    }

    /// Reads a statement that a signature vouches for.
    ///
    /// - Throws: `SigningError.malformed`.
    package init(_ statement: Statement) throws(SigningError) {
        guard statement.predicateType == Self.predicateType else {
            throw .malformed(reason: "its predicate is not that of a signature of a model")
        }
        let serialization = statement.predicate["serialization"]
        guard serialization?["method"]?.stringValue == "files",
            serialization?["hash_type"]?.stringValue == "sha256"
        else { throw .malformed(reason: "it does not list whole files by SHA-256") }
        guard statement.subjects.count == 1,
            let listed = statement.predicate["resources"]?.arrayValue
        else { throw .malformed(reason: "it has not one subject and a list of resources") }
        model = statement.subjects[0].name
        var resources: [Resource] = []
        for resource in listed {
            guard let name = resource["name"]?.stringValue,
                resource["algorithm"]?.stringValue == "sha256",
                let hex = resource["digest"]?.stringValue, let digest = Digest("sha256:\(hex)")
            else { throw .malformed(reason: "a resource has no name or no SHA-256 digest") }
            resources.append(Resource(name: name, digest: digest))
        }
        self.resources = resources
        guard Self.root(resources) == statement.subjects[0].sha256 else {
            throw .malformed(reason: "its root is not that of its resources")
        }
    }

    /// Checks that just these files are signed, whatever else the statement wants ignored.
    ///
    /// - Throws: `SigningError.mismatch`.
    package func check(_ files: [TreeDigest.File]) throws(SigningError) {
        // Swift takes "é" and "e" with an accent for the same string; a file system does not.
        var signed: [[UInt8]: Digest] = [:]
        for resource in resources {
            guard signed.updateValue(resource.digest, forKey: Array(resource.name.utf8)) == nil
            else { throw .mismatch(reason: "'\(resource.name.shortened())' is signed twice") }
        }
        for file in files {
            guard let digest = signed.removeValue(forKey: Array(file.path.utf8)) else {
                throw .mismatch(reason: "'\(file.path.shortened())' is not signed")
            }
            guard digest == file.digest else {
                throw .mismatch(reason: "'\(file.path.shortened())' has other bytes")
            }
        }
        guard let extra = signed.keys.min(by: { $0.lexicographicallyPrecedes($1) }) else { return }
        let name = String(decoding: extra, as: UTF8.self)
        throw .mismatch(reason: "'\(name.shortened())' is signed and not there")
    }

    /// SHA-256 over the raw digests in the order of the list.
    private static func root(_ resources: [Resource]) -> String {
        var hash = SHA256()
        for resource in resources { hash.update(data: resource.digest.octets) }
        return Digest(hash.finalize()).hex
    }
}
