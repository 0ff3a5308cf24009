import ArgumentParser
import CommandLineTool
import FileStorage
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// The registries that a command looks after.
struct RegistriesOption: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Only this registry: \(RegistryOption.words); it can be repeated.",
            valueName: "registry"
        )
    )
    var registry: [String] = []

    init() {}

    /// Those of the project that are not there yet are left out.
    private func locations(_ registries: ProjectRegistries) throws -> [RegistryLocation] {
        let named = try registry.map { try registries.named($0) }
        for location in named where !location.exists {
            throw StorageError.missing(path: location.description)
        }
        guard named.isEmpty else { return named }
        let both = try registries.stages
        let present = both.filter(\.exists)
        guard !present.isEmpty else { throw StorageError.missing(path: both[0].description) }
        return present
    }

    /// The stores of the named models, or of all; each model must be somewhere.
    func stores(_ models: [String], _ registries: ProjectRegistries) throws -> [ModelStore] {
        let locations = try locations(registries)
        guard !models.isEmpty else { return try locations.flatMap { try $0.layouts() } }
        return try models.flatMap { text in
            let name = try ModelName(text)
            let stores = try locations.map { try $0.store(name) }
                .filter { $0.isMirror ? try $0.exists : Files.isDirectory($0.path) }
            guard !stores.isEmpty else {
                throw RegistryError.unknownModel(
                    text, registry: locations.map(\.description).joined(separator: "' and '"))
            }
            return stores
        }
    }
}
