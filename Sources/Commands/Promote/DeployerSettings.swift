import CommandLineTool
import Glibc
import Promotion
import RunDocument
import SystemPackage

/// Makes the deployer that mlx.yaml names.
struct DeployerSettings {
    private let project: Project
    /// Nil if the project has no service on this machine.
    private let service: ServiceSettings?
    private let programs: ProgramSettings

    init(_ project: Project, _ service: ServiceSettings?, _ programs: ProgramSettings) {
        self.project = project
        self.service = service
        self.programs = programs
    }

    private var promote: Project.Promote { project.promote }

    /// - Returns: nil if no service belongs to the project.
    func deployer() throws -> (any Deployer)? {
        switch promote.effectiveDeployer {
        case .none: return nil
        case .serve where promote.deployer == nil: return service.map { ServeDeployer($0) }
        case .serve: return ServeDeployer(try requireService("mlx-serve"))
        case .command:
            guard !promote.command.isEmpty else {
                throw project.invalid(
                    "the deployer 'command' has no 'promote.command'",
                    hint: "write command: [./deploy.sh]")
            }
            return CommandDeployer(promote.command, programs)
        case .systemd: return try systemd()
        case .podman: return try container("podman")
        case .docker: return try container("docker")
        case .kubernetes: return try kubernetes()
        }
    }

    private func requireService(_ deployer: String) throws -> ServiceSettings {
        guard let service else {
            throw project.invalid(
                "the deployer '\(deployer)' does not know the service's port",
                hint: "write serve: {port: 8080}")
        }
        return service
    }

    private func systemd() throws -> SystemdDeployer {
        let written = promote.systemd
        let isUser = written.isUser ?? (geteuid() != 0)
        let home = programs.environment["HOME"] ?? "/"
        let configuration = programs.environment["XDG_CONFIG_HOME"] ?? "\(home)/.config"
        let usual = isUser ? "\(configuration)/systemd/user" : "/etc/systemd/system"
        var settings = SystemdDeployer.Settings(
            service: try requireService("systemd"),
            template: try template(written.template, "systemd/mlx-serve@.service.mustache"),
            directory: FilePath(written.directory ?? usual),
            isUser: isUser,
            restarts: written.restarts ?? false)
        if !written.program.isEmpty { settings.program = written.program }
        return SystemdDeployer(settings, programs)
    }

    private func container(_ engine: String) throws -> ContainerDeployer {
        let written = promote.container
        guard let image = written.image else {
            throw project.invalid(
                "the deployer '\(engine)' has no 'promote.container.image'",
                hint: "name an image that runs mlx-serve")
        }
        var settings = ContainerDeployer.Settings(
            engine: engine, image: image, patience: service?.patience ?? .seconds(60))
        if !written.program.isEmpty { settings.program = written.program }
        if !written.arguments.isEmpty { settings.arguments = written.arguments }
        settings.options = written.options
        settings.port = written.port ?? settings.port
        if written.isPublished ?? true {
            let service = try requireService(engine)
            settings.host = service.host
            settings.publishedPort = service.port
        }
        return ContainerDeployer(settings, programs)
    }

    private func kubernetes() throws -> KubernetesDeployer {
        let written = promote.kubernetes
        let kinds = KubernetesDeployer.Kind.allCases.map(\.rawValue)
        let name = written.kind ?? KubernetesDeployer.Kind.deployment.rawValue
        guard let kind = KubernetesDeployer.Kind(rawValue: name) else {
            throw project.invalid(
                "'promote.kubernetes.kind' is '\(name)'", hint: KnownWords(kinds).hint(for: name))
        }
        guard written.image != nil || (kind == .inferenceservice && written.storage != nil) else {
            throw project.invalid(
                "'promote.kubernetes' says neither 'image' nor, for an inferenceservice, 'storage'",
                hint: "write image: registry.example/{{model}}:{{version}}")
        }
        var settings = KubernetesDeployer.Settings(
            kind: kind,
            template: try template(
                written.template, "kubernetes/\(kind.rawValue).yaml.mustache"))
        if !written.program.isEmpty { settings.program = written.program }
        settings.namespace = written.namespace
        settings.context = written.context
        settings.image = written.image
        settings.storage = written.storage
        settings.format = written.format ?? settings.format
        settings.arguments = written.arguments
        settings.replicas = written.replicas ?? settings.replicas
        settings.port = written.port ?? settings.port
        return KubernetesDeployer(settings, programs)
    }

    private func template(_ path: String?, _ installed: String) throws -> ManifestTemplate {
        if let path { return try ManifestTemplate(FilePath(path)) }
        return try ManifestTemplate(installed: installed, environment: programs.environment)
    }
}
