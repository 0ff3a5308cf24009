import CommandLineTool
import SystemPackage

/// Where registered models are looked for.
struct EvaluationRegistries {
    let testing: FilePath
    let production: FilePath

    init(_ command: EvalCommand, _ project: Project) {
        testing = FilePath(command.testing ?? project.registry.testing)
        production = FilePath(command.production ?? project.registry.production)
    }
}
