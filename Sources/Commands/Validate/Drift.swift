import ArgumentParser
import CommandLineTool
import Dataset
import Profile
import RunDocument
import Validation

/// `mlx-validate drift`: compares data with a reference.
struct Drift: ToolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare data with a reference: which columns have drifted.",
        discussion: """
            Both sides are profiles (files that end with .json) or data. Each column is compared \
            by the method that its field names in "mlx:field.drift", or by one that fits it. The \
            report is JSON; the exit status is 1 if a column has drifted, or the table as a whole.
            """
    )

    @Option(help: ArgumentHelp("What to compare with: a profile, or data.", valueName: "file"))
    var reference: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The current data, or its profile; by default \"data.train\" of the project.",
            valueName: "file"
        )
    )
    var data: [String] = []

    @Option(
        help: ArgumentHelp(
            "The Table Schema; by default \"data.schema\" of the project.", valueName: "file")
    )
    var schema: String?

    @Option(help: "Choose methods, bins and thresholds as this program does.")
    var compat: Compatibility?

    @Option(help: ArgumentHelp("Write the report here, whole or not at all.", valueName: "file"))
    var out: String?

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let patterns = data.isEmpty ? context.project.data.train : data
        guard !patterns.isEmpty else { throw CheckRequestError.noData }
        guard let reference = reference ?? context.project.data.reference else {
            throw CheckRequestError.noReference
        }
        let schema = try (schema ?? context.project.data.schema).map { try NamedSchema($0) }
        let readers = try context.project.readerCommands
        let report = try await RunningReaders.ending {
            let (before, now) = try TableProfile.aligned(
                ReferenceData.profile([reference], schema, readers),
                ReferenceData.profile(patterns, schema, readers))
            return try DriftComparison(schema?.schema, compat).run(
                reference: before, current: now)
        }
        try context.write(report.json.prettyText() + "\n", to: out)
        let findings = report.findings.filter { $0.check.status == .failed }
        if !options.quiet {
            for finding in findings {
                if let message = finding.check.message { context.diagnostics.line(message) }
            }
        }
        return findings.isEmpty ? .success : .negative
    }
}
