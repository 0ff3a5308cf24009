package import FileStorage
package import Registry
import RunDocument
package import SystemPackage

/// What an image is to hold besides the model.
package struct ServiceImageRequest: Sendable {
    package var program: FilePath
    /// A library that is loaded at run time: its name in messages, the variable that leads to it
    /// and where it may be.
    package struct Library: Sendable {
        package let name: String
        package let variable: String
        package let candidates: [String]

        package init(name: String, variable: String, candidates: [String]) {
            self.name = name
            self.variable = variable
            self.candidates = candidates
        }
    }

    package var library: Library?
    package var port = 8080

    package init(program: FilePath) { self.program = program }
}

/// Writes a container image of the prediction service with one version of a model.
///
/// The image holds the program, its libraries and its loader in one layer and the model in another,
/// and nothing of a distribution. The same files give the same bytes, whenever and wherever.
package struct ServiceImageBuilder {
    private static let libraries = "usr/lib/mlx"
    private static let modelDirectory = "model"

    let model: ModelName
    let version: RegisteredVersion
    /// The plain files of the version.
    let directory: FilePath
    let request: ServiceImageRequest

    package init(
        _ version: RegisteredVersion,
        of model: ModelName,
        at directory: FilePath,
        _ request: ServiceImageRequest
    ) {
        self.model = model
        self.version = version
        self.directory = directory
        self.request = request
    }

    /// Writes the image.
    ///
    /// - Returns: the digest of its manifest.
    /// - Throws: `ImageError`, `StorageError`; then the layout lists what it listed before.
    package func write(to path: FilePath, tag: String) throws -> Digest {
        let program = try ELFFile(request.program)
        var libraries = try SharedLibraries(of: program)
        var environment = ["LD_LIBRARY_PATH=/\(Self.libraries)"]
        if let library = request.library {
            guard let name = try libraries.add(anyOf: library.candidates) else {
                throw ImageError.noRuntime(name: library.name, tried: library.candidates)
            }
            environment.append("\(library.variable)=/\(Self.libraries)/\(name)")
        }
        let layout = try ImageLayout(path)
        let layers = [
            try layout.write(systemFiles(program, libraries)), try layout.write(modelFiles),
        ]
        let configuration = try layout.write(
            configuration(program, environment, layers),
            as: "application/vnd.oci.image.config.v1+json")
        let manifest: JSONValue = [
            "schemaVersion": 2,
            "mediaType": .string(MediaType.manifest),
            "config": configuration.json,
            "layers": .array(layers.map(\.json)),
            "annotations": .object(labels),
        ]
        let written = try layout.write(manifest, as: MediaType.manifest)
        try layout.commit(written, tag: tag, platform: platform(program))
        return written.digest
    }

    private func systemFiles(_ program: ELFFile, _ libraries: SharedLibraries) -> [TarEntry] {
        var entries = [
            TarEntry(source: program.path, path: "usr/bin/mlx-serve", mode: 0o755),
            TarEntry(source: nil, path: "tmp", mode: 0o1777),
        ]
        if let interpreter = program.interpreter {
            let path = String(interpreter.string.drop { $0 == "/" })
            entries.append(TarEntry(source: interpreter, path: path, mode: 0o755))
        }
        return entries
            + libraries.files.map {
                TarEntry(source: $0.path, path: "\(Self.libraries)/\($0.name)", mode: 0o755)
            }
    }

    private var modelFiles: [TarEntry] {
        version.files.map { file in
            TarEntry(
                source: directory.appending(file.path),
                path: "\(Self.modelDirectory)/\(file.path)",
                digest: file.digest
            )
        }
    }

    private func platform(_ program: ELFFile) -> JSONValue {
        ["os": "linux", "architecture": .string(program.architecture)]
    }

    private func configuration(
        _ program: ELFFile,
        _ environment: [String],
        _ layers: [Descriptor]
    ) -> JSONValue {
        var members: JSONObject = [
            "os": "linux",
            "architecture": .string(program.architecture),
            "config": [
                "Entrypoint": [
                    "/usr/bin/mlx-serve", "--model-directory", .string("/\(Self.modelDirectory)"),
                    "--name", .string(model.description),
                    "--model-version", .string(String(version.number)),
                    "--host", "0.0.0.0", "--port", .string(String(request.port)),
                ],
                "Env": .array(environment.map(JSONValue.string)),
                "ExposedPorts": ["\(request.port)/tcp": [:]],
                "Labels": .object(labels),
                // Nobody in particular, as in the images of distroless.
                "User": "65532:65532",
                "WorkingDir": "/",
                "StopSignal": "SIGTERM",
            ],
            "rootfs": [
                "type": "layers",
                "diff_ids": .array(layers.map { .string($0.digest.description) }),
            ],
        ]
        members["created"] = version.createdAt.map(JSONValue.string)
        return .object(members)
    }

    private var labels: JSONObject {
        var labels: JSONObject = [
            "org.opencontainers.image.title": .string(model.description),
            "org.opencontainers.image.version": .string(String(version.number)),
            "mlx.model.digest": .string(version.modelDigest),
            "mlx.model.manifest": .string(version.manifestDigest.description),
        ]
        labels["org.opencontainers.image.created"] = version.createdAt.map(JSONValue.string)
        return labels
    }
}
