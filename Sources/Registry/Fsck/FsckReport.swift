package import RunDocument
import SystemPackage

/// What was looked at in one layout, and what was found.
package struct FsckReport: Hashable, Sendable {
    package let model: ModelName
    package let registry: String
    package internal(set) var versions = 0
    package internal(set) var records = 0
    package internal(set) var blobs = 0
    /// Bytes that were hashed.
    package internal(set) var bytes = 0
    package internal(set) var findings: [Finding] = []

    init(_ store: ModelStore) {
        model = store.model
        registry = store.registry
    }

    package var isClean: Bool { !findings.contains(where: \.isDamage) }

    package var json: JSONValue {
        [
            "model": .string(model.description),
            "registry": .string(registry),
            "clean": .boolean(isClean),
            "versions": .integer(Int64(versions)),
            "records": .integer(Int64(records)),
            "blobs": .integer(Int64(blobs)),
            "bytes": .integer(Int64(bytes)),
            "findings": .array(findings.map(\.json)),
        ]
    }
}
