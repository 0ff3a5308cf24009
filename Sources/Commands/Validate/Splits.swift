import ArgumentParser
import CommandLineTool
import Dataset
import Profile
import RunDocument
import Validation

/// `mlx-validate splits`: holds the test data against the training data.
struct Splits: ToolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look for leakage between training and test data.",
        discussion: """
            Rows, ids and groups in both, overlapping times, labels and categories that training \
            does not know, and features that give the label away. Both splits can stand in one \
            table, if "mlx:dataset.splitKey" of the schema names the field that says which split \
            a row is in. The checks are JSON; the exit status is 1 if one failed. "mlx-validate \
            check" makes them too if it has both.
            """
    )

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The training data; by default \"data.train\" of the project.", valueName: "file")
    )
    var data: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The test data; by default \"data.test\" of the project.", valueName: "file")
    )
    var test: [String] = []

    @Option(
        help: ArgumentHelp(
            "The Table Schema; by default \"data.schema\" of the project.", valueName: "file")
    )
    var schema: String?

    @Option(help: ArgumentHelp("Write the checks here, whole or not at all.", valueName: "file"))
    var out: String?

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let train = data.isEmpty ? context.project.data.train : data
        let test = test.isEmpty ? context.project.data.test : test
        guard !train.isEmpty else { throw CheckRequestError.noData }
        guard let name = schema ?? context.project.data.schema else {
            throw CheckRequestError.noSchema
        }
        let schema = try NamedSchema(name).schema
        let readers = try context.project.readerCommands
        let findings = try await RunningReaders.ending {
            test.isEmpty
                ? try self.findings(in: DataArguments.sources(train, readers), schema)
                : try self.findings(
                    DataArguments.sources(train, readers), DataArguments.sources(test, readers),
                    schema)
        }
        let checks = JSONValue.object(["checks": .array(findings.map(\.check.json))])
        try context.write(checks.prettyText() + "\n", to: out)
        let failed = findings.filter { $0.check.status == .failed }
        if !options.quiet {
            for finding in failed {
                if let message = finding.check.message { context.diagnostics.line(message) }
            }
        }
        return failed.isEmpty ? .success : .negative
    }

    private func findings(_ train: [DataSource], _ test: [DataSource], _ schema: TableSchema) throws
        -> [Finding]
    {
        var request = ValidationRequest()
        request.keepsKeys = true
        return try SplitComparison.findings(
            train: TableCheck.run(train, schema: schema, request).split,
            test: TableCheck.run(test, schema: schema, request).split,
            schema: schema
        )
    }

    /// Both splits stand in one table.
    private func findings(in data: [DataSource], _ schema: TableSchema) throws -> [Finding] {
        guard schema.dataset.splitKey != nil else { throw CheckRequestError.noTest }
        var request = ValidationRequest()
        request.dividesSplits = true
        let report = try TableCheck.run(data, schema: schema, request)
        return report.findings.filter { $0.kind == "split-key" }
            + (try SplitComparison.findings(report, schema: schema))
    }
}
