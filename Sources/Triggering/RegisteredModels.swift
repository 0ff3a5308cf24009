package import Registry
import RunDocument

/// The versions of a model that a pipeline can go on from.
package struct RegisteredModels: Sendable {
    /// A version in one of the registries.
    package struct Base: Sendable, Hashable {
        /// `production` or `testing`.
        package let registry: String
        package let uri: String
        package let version: Int
        package let digest: String
        /// The digest of the data it was trained on, if its run says so.
        package let dataDigest: String?
        /// When its run began.
        package let createdAt: String?

        package init(
            registry: String,
            uri: String,
            version: Int,
            digest: String,
            dataDigest: String? = nil,
            createdAt: String? = nil
        ) {
            self.registry = registry
            self.uri = uri
            self.version = version
            self.digest = digest
            self.dataDigest = dataDigest
            self.createdAt = createdAt
        }

        var name: String { "version \(version) in \(registry)" }

        var json: JSONValue {
            [
                "registry": .string(registry), "uri": .string(uri),
                "version": .integer(Int64(version)), "digest": .string(digest),
            ]
        }
    }

    package let production: Base?
    /// The newest in the testing registry.
    package let testing: Base?

    package init(production: Base?, testing: Base?) {
        self.production = production
        self.testing = testing
    }

    /// - Throws: `RegistryError` for a damaged registry.
    package init(production: ModelStore, testing: ModelStore) throws {
        self.production = try Self.base("production", production, Tag.production)
        self.testing = try Self.base("testing", testing, Tag.latest)
    }

    /// The model in production, else the newest one in testing.
    package var base: Base? { production ?? testing }

    private static func base(
        _ registry: String,
        _ store: ModelStore,
        _ tag: String
    ) throws -> Base? {
        guard let version = try store.resolve(tag) else { return nil }
        return Base(
            registry: registry,
            uri: VersionReference(model: store.model, version: version.number).uri,
            version: version.number,
            digest: version.modelDigest,
            dataDigest: try store.run(of: version)?.inputs.data["train"]?.digest,
            createdAt: version.createdAt
        )
    }
}
