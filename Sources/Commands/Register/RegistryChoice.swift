import CommandLineTool
import SystemPackage

/// A registry as a user names it.
struct RegistryChoice {
    let text: String

    init(_ text: String) { self.text = text }

    func root(_ project: Project) -> FilePath {
        switch text {
        case "testing": FilePath(project.registry.testing)
        case "production": FilePath(project.registry.production)
        default: FilePath(text)
        }
    }
}
