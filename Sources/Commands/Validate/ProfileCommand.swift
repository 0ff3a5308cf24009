import ArgumentParser
import CommandLineTool
import Dataset
import FileStorage
import Profile
import RunDocument
import SystemPackage
import Validation

/// `mlx-validate profile`: writes what one pass over a table learns of it.
struct ProfileCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Write a profile of a table: what its columns hold.",
        discussion: """
            Counts, missing values, types, extremes, moments, quantiles, distinct and frequent \
            values of each column, in one pass with bounded memory. A profile is JSON; profiles \
            of parts of a table can be merged, and compared for drift. Values that tell of \
            persons are replaced by digests: of columns in which e-mail addresses, telephone \
            numbers and the like are found, of ids and groups, and where the schema says \
            "personal".
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The data: files, globs, or \"-\"; by default \"data.train\" of the project.",
            valueName: "file"
        )
    )
    var data: [String] = []

    @Option(
        help: ArgumentHelp("Read the cells as this Table Schema says.", valueName: "file")
    )
    var schema: String?

    @Option(help: ArgumentHelp("Write the profile here, whole or not at all.", valueName: "file"))
    var out: String?

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let patterns = data.isEmpty ? context.project.data.train : data
        guard !patterns.isEmpty else { throw CheckRequestError.noData }
        let schema = try schema.map { try NamedSchema($0) }
        let sources = try DataArguments.sources(patterns, context.project.readerCommands)
        let progress = Progress("reading", unit: .bytes, context.diagnostics)
        defer { progress.finish() }
        let size = DataFiles.size(of: sources)
        let profile = try await RunningReaders.ending {
            try ProfileScan.run(
                sources,
                schema: schema?.schema,
                schemaDigest: schema?.digest,
                options: ReadingOptions(schema?.schema),
                progress: { progress.update($0, of: size) }
            )
        }
        // What a profile is stored for must not cost anybody's privacy.
        let stored = try profile.redacted(by: schema?.schema)
        try context.write(stored.json.canonicalBytes() + [UInt8(ascii: "\n")], to: out)
        return .success
    }
}

/// A schema, and what tells it from others.
struct NamedSchema {
    let name: String
    let schema: TableSchema
    let digest: String

    init(_ name: String) throws {
        self.name = name
        let bytes = try Files.read(FilePath(name), limit: 1 << 26)
        schema = try TableSchema.parse(bytes, name: name)
        digest = Digest(of: bytes).description
    }
}
