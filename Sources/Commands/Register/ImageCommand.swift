import ArgumentParser
import CommandLineTool
import FileStorage
import Model
import Registry
import RunDocument
import ServiceImage
import SystemPackage

/// What `mlx-register image` does.
struct ImageCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Write a container image that serves a version.",
        discussion: """
            The image is written into an OCI image layout, without a daemon and without a base \
            image: one layer holds mlx-serve with the libraries that it needs, the other one the \
            model. The same tools and the same version give the same bytes. A model for ONNX \
            Runtime, or one that only libxgboost can score, takes that library along from this \
            machine.

            \(examples.discussion)
            """
    )

    private static let examples = [
        Example(
            "Run a version with podman",
            "mlx-register image penguins@3 --out image && "
                + "podman run --publish 8080:8080 oci:image:3"
        ),
        Example(
            "Push it to a registry",
            "skopeo copy oci:image:3 docker://registry.example.org/penguins-service:3"),
    ]

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3 or penguins@production; without one the newest.",
            valueName: "model@version"
        )
    )
    var version: String

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "The OCI image layout; it is made if there is none.", valueName: "directory")
    )
    var output: String

    @Option(help: "The image's tag in the layout; by default the version's number.")
    var tag: String?

    @Option(
        help: ArgumentHelp(
            "The mlx-serve to put in; by default the one beside this program.", valueName: "file")
    )
    var program: String?

    @Option(help: ArgumentHelp("The port that the service listens on.", valueName: "number"))
    var port = 8080

    @OptionGroup var registry: RegistryOption
    @OptionGroup var options: CommonOptions

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is not a port number: \(port)")
        }
        if let tag, !Tag.isValid(tag) {
            throw ValidationError("--tag cannot be a tag: '\(tag)'")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        let store = try registry.store(reference.model, context)
        let version = try store.require(reference.version)
        let files = try WorkingCopy(of: version, from: store)
        var request = ServiceImageRequest(
            program: try program.map { FilePath($0) }
                ?? ServiceProgram.find(context.environment))
        request.port = port
        switch try RuntimeNeed(of: ModelDirectory(loading: files.path)) {
        case .nothing: break
        case .library(let name, let variable, let candidates):
            request.library = .init(name: name, variable: variable, candidates: candidates)
        case .program(let program): throw ImageError.needsProgram(program)
        }
        let tag = tag ?? String(version.number)
        let digest = try ServiceImageBuilder(
            version, of: reference.model, at: files.path, request
        ).write(to: FilePath(output), tag: tag)
        context.diagnostics.note(
            "\(reference.model)@\(version.number) is the image 'oci:\(output):\(tag)'")
        try context.output.write("\(digest)\n")
        return .success
    }
}
