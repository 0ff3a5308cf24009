import FileStorage
import Registry
import RunDocument
package import SystemPackage

/// A unit `mlx-serve@MODEL.service` that follows the registry.
package struct SystemdDeployer: Deployer {
    package struct Settings: Sendable {
        package var service: ServiceSettings
        package var template: ManifestTemplate
        /// Where the unit is written.
        package var directory: FilePath
        /// Of the user's own manager, and not the system's.
        package var isUser: Bool
        /// Whether a service does not follow the registry by itself, and is restarted.
        package var restarts: Bool
        package var program = ["systemctl"]

        package init(
            service: ServiceSettings, template: ManifestTemplate, directory: FilePath,
            isUser: Bool, restarts: Bool
        ) {
            self.service = service
            self.template = template
            self.directory = directory
            self.isUser = isUser
            self.restarts = restarts
        }
    }

    private let settings: Settings
    private let programs: ProgramSettings

    package init(_ settings: Settings, _ programs: ProgramSettings) {
        self.settings = settings
        self.programs = programs
    }

    package var takesBack: Bool { true }

    private func unit(_ release: Release) -> String { "mlx-serve@\(release.model).service" }

    private func path(_ release: Release) -> FilePath {
        settings.directory.appending(unit(release))
    }

    package func steps(_ release: Release) throws -> [String] {
        let isNew = try !isWritten(release)
        return (isNew ? ["write '\(path(release))'"] : [])
            + [
                "reload systemd, and enable \(unit(release))",
                "start \(unit(release)) if it is not active"
                    + (settings.restarts ? ", else restart it" : ", else let it follow by itself"),
            ]
    }

    /// - Throws: `PromotionError.programMissing`, `.noService`, `.portTaken`, `.unsafeValue`.
    package func prepare(_ release: Release) throws {
        try programs.require(settings.program)
        try ServeDeployer(settings.service).prepare(release)
        _ = try text(release)
    }

    package func apply(_ release: Release) throws -> Deployment {
        let unit = unit(release)
        let isNew = try !isWritten(release)
        if isNew {
            try Files.makeDirectory(settings.directory)
            try Files.replace(path(release), with: text(release).utf8)
        }
        // Always: whoever wrote the unit may have died before he said so.
        try systemctl(["daemon-reload"], release).succeed()
        try systemctl(["enable", unit], release).succeed()
        let isActive = try systemctl(["is-active", "--quiet", unit], release).run().status == 0
        let endpoint = settings.service.endpoint
        let number = String(release.version.number)
        let state = endpoint.state(of: release.model)
        let isServed = state == .serving(version: number)
        // A unit that is active where nobody listens runs by an older text.
        if !isActive || isNew || state == .absent || (settings.restarts && !isServed) {
            try systemctl(["restart", unit], release).succeed()
        }
        try ServiceFollower(
            endpoint, patience: settings.service.patience, log: release.programLog
        ).wait(for: release)
        try systemctl(["is-active", "--quiet", unit], release).succeed()
        return Deployment(
            deployer: "systemd", target: unit, url: endpoint.url,
            isChanged: isNew || !isActive || !isServed)
    }

    private func systemctl(_ words: [String], _ release: Release) -> StepProgram {
        let program = settings.program + (settings.isUser ? ["--user"] : [])
        return programs.step(program + words, for: release)
    }

    private func isWritten(_ release: Release) throws -> Bool {
        guard Files.exists(path(release)) else { return false }
        return try Files.read(path(release), limit: 1 << 20) == Array(try text(release).utf8)
    }

    /// The unit's text.
    private func text(_ release: Release) throws -> String {
        let service = settings.service
        let libraries = try ["MLX_ONNXRUNTIME", "MLX_XGBOOST"].compactMap { name in
            try service.environment[name].map {
                ["setting": try UnitWord.quoted("\(name)=\($0)", name: name, isArgument: false)]
            }
        }
        return settings.template.render([
            "model": try UnitWord.quoted(release.model, name: "model"),
            "program": try UnitWord.quoted(
                Files.absolute(service.findProgram()).string, name: "program"),
            "registry": try UnitWord.quoted(
                Files.absolute(release.store.root).string, name: "registry"),
            "host": try UnitWord.quoted(service.host, name: "host"),
            "port": String(service.port),
            "libraries": libraries,
            "target": settings.isUser ? "default.target" : "multi-user.target",
        ])
    }
}

/// Words of a unit file, by systemd.service(5) and systemd.syntax(7).
enum UnitWord {
    /// - Parameter isArgument: of a command line, where a dollar begins a variable.
    /// - Throws: `PromotionError.unsafeValue` for a control character.
    static func quoted(_ text: String, name: String, isArgument: Bool = true)
        throws(PromotionError) -> String
    {
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw .unsafeValue(name: name, reason: "it holds a control character")
        }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "+,-./:@_".utf8.contains(byte)
            }
        }
        if isPlain, !text.isEmpty { return text }
        let escaped = text.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#)
            .replacing("%", with: "%%")
        return "\"\(isArgument ? escaped.replacing("$", with: "$$") : escaped)\""
    }
}
