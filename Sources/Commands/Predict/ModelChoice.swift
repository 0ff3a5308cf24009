import CommandLineTool
import FileStorage
import Model
import ProjectRegistries
import Registry
import SystemPackage

/// The model that a user names.
enum ModelChoice {
    case directory(FilePath)
    case registered(VersionReference, registry: RegistryLocation)

    /// A loaded model, and its files as long as it may need them.
    struct Loaded {
        let predictor: any Predictor
        private let files: WorkingCopy?

        fileprivate init(_ path: FilePath, _ files: WorkingCopy?) throws {
            predictor = try Predictors.load(ModelDirectory(loading: path))
            self.files = files
        }
    }

    func load() throws -> Loaded {
        switch self {
        case .directory(let path): return try Loaded(path, nil)
        case .registered(let reference, let registry):
            let store = try registry.store(reference.model)
            let version = try store.require(reference.version)
            let copy = try WorkingCopy(of: version, from: store)
            return try Loaded(copy.path, copy)
        }
    }
}
