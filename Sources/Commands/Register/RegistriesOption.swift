import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// The registries that a command looks after.
struct RegistriesOption: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Only this registry: \"testing\", \"production\" or a directory; it can be repeated.",
            valueName: "registry"
        )
    )
    var registry: [String] = []

    init() {}

    /// The directories; those of the project that are not there yet are left out.
    func roots(_ project: Project) throws -> [FilePath] {
        let named = registry.map { RegistryOption.root($0, project) }
        for root in named where !Files.isDirectory(root) {
            throw StorageError.missing(path: root.string)
        }
        guard named.isEmpty else { return named }
        let both = Self.stages(project)
        let present = both.filter(Files.isDirectory)
        guard !present.isEmpty else { throw StorageError.missing(path: both[0].string) }
        return present
    }

    /// The registries of a project, the first stage first.
    static func stages(_ project: Project) -> [FilePath] {
        [FilePath(project.registry.testing), FilePath(project.registry.production)]
    }

    /// The stores of the named models, or of all; each model must be somewhere.
    func stores(_ models: [String], _ project: Project) throws -> [ModelStore] {
        let roots = try roots(project)
        guard !models.isEmpty else {
            return try roots.flatMap { root in
                try ModelStore.layouts(in: root).map { ModelStore(root: root, model: $0) }
            }
        }
        return try models.flatMap { text in
            let name = try ModelName(text)
            let stores = roots.map { ModelStore(root: $0, model: name) }
                .filter { Files.isDirectory($0.path) }
            guard !stores.isEmpty else {
                throw RegistryError.unknownModel(
                    text, registry: roots.map(\.string).joined(separator: "' and '"))
            }
            return stores
        }
    }
}
