import FileStorage
package import Registry
import SystemPackage

/// A version that is to be live, as deployers see it.
package struct Release: Sendable {
    /// The production registry, which has the version.
    package let store: ModelStore
    package let version: RegisteredVersion
    /// Why it is brought.
    package let action: AuditEvent.Action
    /// The version that was live before.
    package let before: Int?
    /// Where clients reach the service, if that is known.
    package var url: String?

    package init(
        _ version: RegisteredVersion, in store: ModelStore, _ action: AuditEvent.Action,
        before: Int?, url: String? = nil
    ) {
        self.store = store
        self.version = version
        self.action = action
        self.before = before
        self.url = url
    }

    var model: String { store.model.description }

    /// The plain files, from the root of the file system.
    var directory: FilePath { Files.absolute(store.servingPath(of: version)) }

    /// What programs of the user's are told.
    var environment: [String: String] {
        var variables = [
            "MLX_ACTION": action.rawValue,
            "MLX_MODEL": model,
            "MLX_VERSION": String(version.number),
            "MLX_MODEL_DIRECTORY": directory.string,
            "MLX_MANIFEST_DIGEST": version.manifestDigest.description,
            "MLX_MODEL_DIGEST": version.modelDigest,
            "MLX_PRODUCTION_REGISTRY": Files.absolute(store.root).string,
        ]
        variables["MLX_PREVIOUS_VERSION"] = before.map(String.init)
        variables["MLX_URL"] = url
        return variables
    }
}
