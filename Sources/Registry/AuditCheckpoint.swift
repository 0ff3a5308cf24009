package import FileStorage
package import RunDocument
import SystemPackage

/// How long an audit log was, and what it held: whoever keeps one can later show that the log was
/// only ever appended to.
package struct AuditCheckpoint: Hashable, Sendable {
    package let model: ModelName
    /// Lines.
    package let records: Int
    package let bytes: Int
    /// SHA-256 of those bytes.
    package let digest: Digest
    /// The root of the Merkle tree over the lines.
    package let root: Digest

    /// - Parameter log: whole lines.
    init(_ log: some Collection<UInt8>, model: ModelName) {
        let tree = MerkleTree(lines: log)
        self.model = model
        records = tree.count
        bytes = log.count
        digest = Digest(of: log)
        root = tree.root
    }

    init(model: ModelName, records: Int, bytes: Int, digest: Digest, root: Digest) {
        self.model = model
        self.records = records
        self.bytes = bytes
        self.digest = digest
        self.root = root
    }

    /// Reads the line that `line` makes.
    ///
    /// - Throws: `RegistryError.notCheckpoint`.
    package init(parsing text: some Collection<UInt8>, in source: String) throws(RegistryError) {
        let members: JSONValue?
        do { members = try JSONValue(parsing: text)["checkpoint"] } catch {
            throw .notCheckpoint(path: source, reason: error.description)
        }
        guard let name = members?["model"]?.stringValue, let model = try? ModelName(name),
            let records = members?["records"]?.integerValue, records >= 0,
            let bytes = members?["bytes"]?.integerValue, bytes >= 0,
            let digest = members?["digest"]?.stringValue.flatMap(Digest.init),
            let root = members?["root"]?.stringValue.flatMap(Digest.init)
        else { throw .notCheckpoint(path: source, reason: "something is missing in it") }
        self.init(model: model, records: records, bytes: bytes, digest: digest, root: root)
    }

    package var json: JSONValue {
        [
            "checkpoint": [
                "model": .string(model.description),
                "records": .integer(Int64(records)),
                "bytes": .integer(Int64(bytes)),
                "digest": .string(digest.description),
                "root": .string(root.description),
            ]
        ]
    }

    /// The canonical JSON and its newline: a checkpoint that nobody has signed.
    package var line: [UInt8] { json.canonicalBytes() + [0x0A] }
}
