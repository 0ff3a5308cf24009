package import ArgumentParser
package import CommandLineTool
import FileStorage
import Model
import ProjectRegistries
import Registry
package import RunDocument
import Serving
import SystemPackage

/// `mlx-serve`: answers predictions over HTTP until it is told to end.
package struct ServeCommand: ToolCommand, RootCommand {
    package static let examples = [
        Example(
            "Serve what is in production, and what comes after it",
            "mlx-serve --model penguins"
        ),
        Example(
            "Ask for a prediction",
            "curl -d @input_example.json localhost:8080/v2/models/penguins/infer"
        ),
        Example(
            "Try a model directory on any free port",
            "mlx-serve --model-directory model --name penguins --port 0 --port-file port"
        ),
    ]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-serve",
        abstract: "Answer predictions over HTTP by the Open Inference Protocol.",
        discussion: """
            The service loads the version that is in production and watches the registry: when \
            mlx-promote moves production to another version, that one is loaded beside the old \
            one and takes over between two requests. A version that cannot be loaded leaves the \
            old one live. SIGTERM and SIGINT end the service after the requests that it has.

            \(examples.discussion)
            """
    )

    @Option(help: "The registered model to serve; by default the project's.")
    package var model: String?

    @Option(
        help: ArgumentHelp(
            "The registry to watch: \"production\", \"testing\", a directory, \"s3://…\" or \"oci://…\".",
            valueName: "registry"
        )
    )
    package var registry = "production"

    @Option(
        help: ArgumentHelp(
            "Serve the model in this directory, and watch nothing.",
            valueName: "directory"
        )
    )
    package var modelDirectory: String?

    @Option(help: "What a model from a directory is called.")
    package var name: String?

    /// `--version` without a value asks for the tool's own version, as it does everywhere.
    @Option(
        name: [.customLong("model-version"), .customLong("version")],
        defaultAsFlag: "",
        help: ArgumentHelp("The version of a model from a directory.", valueName: "number")
    )
    package var modelVersion: String?

    @Option(help: "The address to listen on; by default the project's, then 127.0.0.1.")
    package var host: String?

    @Option(help: "The port; 0 is any free one; by default the project's, then 8080.")
    package var port: Int?

    @Option(
        help: ArgumentHelp("Write the port here once it is open.", valueName: "file")
    )
    package var portFile: String?

    @Option(help: ArgumentHelp("The largest body of a request.", valueName: "bytes"))
    package var maximumBody = 16 << 20

    @OptionGroup package var options: CommonOptions

    package init() {}

    package func validate() throws {
        if modelVersion == "" { throw CleanExit.message(ToolVersion.current) }
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port is not between 0 and 65535: \(port)")
        }
        guard maximumBody > 0 else { throw ValidationError("--maximum-body is not positive") }
        if modelDirectory != nil, model != nil {
            throw ValidationError("--model and --model-directory contradict each other")
        }
        if modelDirectory == nil, name != nil || modelVersion != nil {
            throw ValidationError("--name and --model-version belong to --model-directory")
        }
    }

    package func perform(_ context: CommandContext) async throws -> ExitStatus {
        let source = try source(context)
        let serve = context.project.serve
        let address = ServiceAddress(
            host: host ?? serve?.host ?? "127.0.0.1",
            port: port ?? serve?.port ?? 8080,
            portFile: portFile.map { FilePath($0) }
        )
        var limits = ServiceLimits()
        limits.bodySize = maximumBody
        try await ServiceRun(source: source, address: address, limits: limits)
            .run(context.diagnostics)
        return .success
    }

    private func source(_ context: CommandContext) throws -> ModelSource {
        if let modelDirectory {
            let directory = FilePath(modelDirectory)
            return .directory(
                directory,
                name: try ModelName(name ?? context.project.model ?? "model"),
                version: modelVersion ?? "1"
            )
        }
        guard let model = model ?? context.project.model else {
            throw ValidationError("which model? name it with --model or in mlx.yaml's 'model'")
        }
        let registries = ProjectRegistries(context.project, environment: context.environment)
        return .registry(try registries.named(registry).store(ModelName(model)))
    }
}
