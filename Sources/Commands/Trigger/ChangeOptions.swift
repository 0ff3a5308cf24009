import ArgumentParser
import CommandLineTool
import RunDocument

/// Where a change is to be seen.
struct ChangeOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Look at what changed since this branch left the commit; of another checkout \"DIRECTORY=REF\". Outside of a CI system uncommitted changes count too.",
            valueName: "ref"
        )
    )
    var since: [String] = []

    @Option(
        help: ArgumentHelp(
            "Look at these files: a path a line, or NUL after each; \"-\" is standard input.",
            valueName: "file"
        )
    )
    var changedFiles: String?

    @Option(
        help: ArgumentHelp(
            "Look at what a webhook of GitHub, GitLab or Gitea tells; of another checkout \"DIRECTORY=FILE\".",
            valueName: "file"
        )
    )
    var event: String?

    @Option(
        help: ArgumentHelp(
            "Look at drift and metrics in this run document of mlx-validate or mlx-eval.",
            valueName: "file"
        )
    )
    var report: [String] = []

    @Option(
        help: ArgumentHelp(
            "How old the model may be, as \"30d\" or \"12h\".",
            valueName: "time"
        )
    )
    var maxAge: String?

    init() {}

    func validate() throws {
        let given = [
            since.isEmpty ? nil : "--since", changedFiles.map { _ in "--changed-files" },
            event.map { _ in "--event" },
        ].compactMap(\.self)
        if given.count > 1 {
            throw ValidationError("\(given[0]) and \(given[1]) contradict each other")
        }
        let read = [changedFiles, event].compactMap(\.self) + report
        if read.filter({ $0 == "-" }).count > 1 {
            throw ValidationError("only one of the files can be standard input")
        }
        if let maxAge, TimeSpan.parse(maxAge) == nil {
            throw ValidationError("--max-age '\(maxAge)' is no length of time, as 30d or 12h")
        }
    }

    /// Whether it is said which files, in whatever way.
    var namesFiles: Bool { !since.isEmpty || changedFiles != nil || event != nil }
}
