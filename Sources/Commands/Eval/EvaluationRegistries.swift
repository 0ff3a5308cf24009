import CommandLineTool
import ProjectRegistries
import Registry

/// Where registered models are looked for.
struct EvaluationRegistries {
    let testing: RegistryLocation
    let production: RegistryLocation

    init(_ command: EvalCommand, _ project: Project, _ environment: [String: String]) throws {
        let registries = ProjectRegistries(project, environment: environment)
        testing = try registries.testing(command.testing)
        production = try registries.production(command.production)
    }
}
