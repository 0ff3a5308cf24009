import ArgumentParser
import CommandLineTool
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// The registry that a command is about, as a user names it.
struct RegistryOption: ParsableArguments, Sendable {
    static let words = "\"testing\", \"production\", a directory, \"s3://…\" or \"oci://…\""

    @Option(help: ArgumentHelp("The registry: \(Self.words).", valueName: "registry"))
    var registry = "testing"

    init() {}

    /// The model in it, as it is now.
    func store(_ model: ModelName, _ context: some RegistryContext) throws -> ModelStore {
        try context.registries.named(registry).store(model)
    }
}

/// What knows which registries a project has.
protocol RegistryContext {
    var project: Project { get }
    var environment: [String: String] { get }
}

extension RegistryContext {
    var registries: ProjectRegistries { ProjectRegistries(project, environment: environment) }
}

extension CommandContext: RegistryContext {}
extension StageContext: RegistryContext {}
