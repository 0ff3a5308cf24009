import ArgumentParser
import Model
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// What a training begins with.
package enum StartingPoint: String, ExpressibleByArgument, CaseIterable, Sendable {
    case scratch, production, testing, auto
}

/// The two registries of a project.
struct Registries {
    let testing: RegistryLocation
    let production: RegistryLocation
}

/// A registered model that a training goes on from.
struct BaseModel {
    /// `production` or `testing`.
    let source: String
    let reference: String
    let version: RegisteredVersion
    /// Its files, checked against their digests.
    let copy: WorkingCopy
}

extension StartingPoint {
    /// The model to go on from; nil to train from scratch.
    ///
    /// - Throws: `RegistryError.unknownModel` if a stage was named that has no such model.
    func base(in registries: Registries, model name: String?) throws -> BaseModel? {
        switch self {
        case .scratch: return nil
        case .production:
            return try Self.required(registries.production, Tag.production, name, "production")
        case .testing: return try Self.required(registries.testing, Tag.latest, name, "testing")
        case .auto:
            guard let name else { return nil }
            return try Self.base(registries.production, Tag.production, name, "production")
                ?? Self.base(registries.testing, Tag.latest, name, "testing")
        }
    }

    private static func required(
        _ location: RegistryLocation,
        _ tag: String,
        _ name: String?,
        _ source: String
    ) throws -> BaseModel {
        guard let name else { throw ValidationError("which model? name it in mlx.yaml's 'model'") }
        guard let base = try base(location, tag, name, source) else {
            throw RegistryError.unknownModel(name, registry: location.description)
        }
        return base
    }

    private static func base(
        _ location: RegistryLocation,
        _ tag: String,
        _ name: String,
        _ source: String
    ) throws -> BaseModel? {
        let store = try location.store(ModelName(name))
        guard let version = try store.resolve(tag) else { return nil }
        let reference = VersionReference(model: store.model, version: version.number)
        return BaseModel(
            source: source,
            reference: reference.uri,
            version: version,
            copy: try WorkingCopy(of: version, from: store)
        )
    }
}
