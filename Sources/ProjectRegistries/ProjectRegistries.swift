package import CommandLineTool
import Registry
import Remotes
import SystemPackage

/// The registries of a project, and those that users name beside them.
package struct ProjectRegistries: Sendable {
    private let project: Project
    private let environment: [String: String]
    private let mirrors: FilePath

    package init(_ project: Project, environment: [String: String]) {
        self.project = project
        self.environment = environment
        mirrors = Self.mirrors(project, environment)
    }

    /// The registry of new versions.
    ///
    /// - Parameter named: what the user says instead.
    package func testing(_ named: String? = nil) throws -> RegistryLocation {
        try location(named ?? project.registry.testing)
    }

    /// The registry of what is live, and was.
    package func production(_ named: String? = nil) throws -> RegistryLocation {
        try location(named ?? project.registry.production)
    }

    /// Both, the first stage first.
    package var stages: [RegistryLocation] {
        get throws { [try testing(), try production()] }
    }

    /// - Parameter name: `testing`, `production`, a directory or an address.
    package func named(_ name: String) throws -> RegistryLocation {
        switch name {
        case "testing": try testing()
        case "production": try production()
        default: try location(name)
        }
    }

    private func location(_ text: String) throws -> RegistryLocation {
        guard text.contains("://") else { return RegistryLocation(directory: FilePath(text)) }
        return try RegistryLocation(
            RemoteURL(text), mirrors: mirrors, environment: environment)
    }

    /// Beside the project file; without one where users keep what can be made again.
    private static func mirrors(_ project: Project, _ environment: [String: String]) -> FilePath {
        if let file = project.file {
            let directory = FilePath(file).removingLastComponent()
            return directory.appending(".mlx").appending("remotes")
        }
        let named = { (name: String) in
            environment[name].flatMap { $0.hasPrefix("/") ? FilePath($0) : nil }
        }
        let cache = named("XDG_CACHE_HOME") ?? named("HOME")?.appending(".cache")
        return cache?.appending("mlx").appending("remotes") ?? ".mlx/remotes"
    }
}
