import FileStorage
import Model
import Registry
import SystemPackage

/// The version of a model that a registry has in production.
struct ProductionModel {
    let store: ModelStore

    private var registry: String { store.registry }
    private var name: String { store.model.description }

    /// The version that the tag stands on now.
    ///
    /// - Throws: `ServingError.noProductionVersion`.
    func version() throws -> RegisteredVersion {
        guard let version = try store.resolve(Tag.production) else {
            throw ServingError.noProductionVersion(model: name, registry: registry)
        }
        return version
    }

    /// Loads a version and lets it predict once.
    func load(_ version: RegisteredVersion) throws -> ServedModel {
        if let path = preparedDirectory(version) {
            return try load(version, at: path, files: nil)
        }
        let copy = try WorkingCopy(of: version, from: store)
        return try load(version, at: copy.path, files: copy)
    }

    private func load(
        _ version: RegisteredVersion,
        at path: FilePath,
        files: WorkingCopy?
    ) throws -> ServedModel {
        try ServedModel(
            name: name,
            version: String(version.number),
            directory: ModelDirectory(loading: path),
            files: files
        )
    }

    /// The files that mlx-promote laid out for the service, if they are there and unchanged.
    private func preparedDirectory(_ version: RegisteredVersion) -> FilePath? {
        let path = store.path.appending(".mlx").appending("serving")
            .appending("v\(version.number)-\(version.manifestDigest.hex.prefix(12))")
        let digest = try? TreeDigest.of(directory: path).description
        return digest == version.modelDigest ? path : nil
    }
}
