import ArgumentParser
import CommandLineTool
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register export` does.
struct ExportCommand: ToolCommand {
    static let examples = [
        Example("Write the files of a version", "mlx-register export penguins@3 ./penguins")
    ]

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the plain files of a version to a directory.",
        discussion: """
            The directory appears when every file in it was checked against its digest. One that \
            is there and holds just these files is left as it is; one that holds anything else is \
            refused.

            \(examples.discussion)
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3; without one the newest.",
            valueName: "model@version"
        )
    )
    var version: String

    @Argument(help: ArgumentHelp("The directory to make.", valueName: "directory"))
    var directory: String

    @OptionGroup var registry: RegistryOption
    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        let store = try registry.store(reference.model, context)
        let version = try store.require(reference.version)
        var target = FilePath(directory)
        // A path that ends with '/.' names what it is in.
        target.lexicallyNormalize()
        try store.materialize(version, at: target)
        context.diagnostics.note(
            "\(store.model)@\(version.number) is in '\(target)': \(version.files.count) files, "
                + "\(version.size) bytes, \(version.modelDigest)"
        )
        return .success
    }
}
