import ArgumentParser
import CommandLineTool
import SystemPackage

/// The registry that a command is about, as a user names it.
struct RegistryOption: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The registry: \"testing\", \"production\" or a directory.",
            valueName: "registry"
        )
    )
    var registry = "testing"

    init() {}

    func root(_ project: Project) -> FilePath { Self.root(registry, project) }

    /// The directory that a name stands for.
    static func root(_ name: String, _ project: Project) -> FilePath {
        switch name {
        case "testing": FilePath(project.registry.testing)
        case "production": FilePath(project.registry.production)
        default: FilePath(name)
        }
    }
}
