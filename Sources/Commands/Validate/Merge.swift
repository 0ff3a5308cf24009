import ArgumentParser
import CommandLineTool
import FileStorage
import Profile
import RunDocument
import SystemPackage

/// `mlx-validate merge`: folds profiles of parts into the profile of the whole.
struct Merge: ToolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fold profiles of parts of a table into one.",
        discussion: """
            The parts are taken in the order in which they are named. Counts, extremes and values \
            that are kept one by one are those of the whole table; estimates are within the error \
            that the profile states. Profiles that were not made alike are refused.
            """
    )

    @Argument(help: ArgumentHelp("The profiles of the parts.", valueName: "file"))
    var profiles: [String]

    @Option(help: ArgumentHelp("Write the profile here, whole or not at all.", valueName: "file"))
    var out: String?

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        var whole: TableProfile?
        for name in profiles {
            let part = try ProfileFile.read(FilePath(name))
            do {
                if try whole?.merge(part) == nil { whole = part }
            } catch {
                throw ProfileFileError(file: name, error: error)
            }
        }
        guard let whole else { return .success }
        try context.write(whole.json.canonicalBytes() + [UInt8(ascii: "\n")], to: out)
        return .success
    }
}

extension CommandContext {
    /// Writes a result to a file, whole or not at all, or to standard output.
    func write(_ bytes: [UInt8], to file: String?) throws {
        if let file, file != "-" {
            try Files.replace(FilePath(file), with: bytes)
        } else {
            try output.write(bytes)
        }
    }

    func write(_ text: String, to file: String?) throws { try write(Array(text.utf8), to: file) }
}
