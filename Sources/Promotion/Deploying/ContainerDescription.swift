import FileStorage
import Registry
import SystemPackage

extension ContainerDeployer {
    package struct Settings: Sendable {
        /// `podman` or `docker`.
        package var engine: String
        /// What is run in its place, with the options that come before its commands.
        package var program: [String]
        package var image: String
        /// What is given to the image; nil for what mlx-serve takes.
        package var arguments: [String]?
        /// Further options of `create`.
        package var options: [String] = []
        /// The port inside.
        package var port = 8080
        /// Where the port is published; nil for nowhere.
        package var host = "127.0.0.1"
        package var publishedPort: Int?
        /// How long the service may take to be ready.
        package var patience: Duration

        package init(engine: String, image: String, patience: Duration) {
            self.engine = engine
            program = [engine]
            self.image = image
            self.patience = patience
        }
    }
}

/// The container that a release runs in.
struct ContainerDescription {
    private let settings: ContainerDeployer.Settings
    private let release: Release

    init(_ settings: ContainerDeployer.Settings, _ release: Release) {
        self.settings = settings
        self.release = release
    }

    /// Tells apart what was made in another way too: with another image, port or option it is
    /// another container, which takes the place of the one before.
    var name: String {
        let identity = [release.version.manifestDigest.hex] + settings.program + words
        return "mlx-\(release.model)-v\(release.version.number)-"
            + Digest(of: identity.joined(separator: "\0").utf8).hex.prefix(12)
    }

    /// By these a project's containers are found: another registry may have a model of this name.
    var labels: [String] {
        ["mlx.model=\(release.model)", "mlx.registry=\(Files.absolute(release.store.root))"]
    }

    /// The engine's command that makes it.
    var create: [String] { ["create", "--name", name] + words }

    private var words: [String] {
        var words = labels.flatMap { ["--label", $0] }
        words += [
            "--label", "mlx.version=\(release.version.number)", "--mount",
            "type=bind,source=\(release.directory),target=/model,readonly",
        ]
        if let port = settings.publishedPort {
            words += ["--publish", "\(settings.host):\(port):\(settings.port)"]
        }
        let arguments = [
            "--model-directory", "/model", "--name", release.model,
            "--model-version", String(release.version.number), "--host", "0.0.0.0",
            "--port", String(settings.port),
        ]
        return words + settings.options + [settings.image] + (settings.arguments ?? arguments)
    }
}
