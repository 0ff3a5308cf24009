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

    func root(_ project: Project) -> FilePath {
        switch registry {
        case "testing": FilePath(project.registry.testing)
        case "production": FilePath(project.registry.production)
        default: FilePath(registry)
        }
    }
}
