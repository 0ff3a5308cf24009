import ArgumentParser
import CommandLineTool
import Dataset
import FileStorage
import RunDocument
import SystemPackage
import Validation

/// `mlx-validate check`: the stage of the pipe.
struct Check: StageCommand {
    static let stage = "validate"
    static let configuration = CommandConfiguration(
        abstract: "Check the training and test data; the default."
    )

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The training data: files or globs; by default \"data.train\" of the project.",
            valueName: "file"
        )
    )
    var data: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The test data: files or globs; by default \"data.test\" of the project.",
            valueName: "file"
        )
    )
    var test: [String] = []

    @Option(
        help: ArgumentHelp(
            "The Table Schema; by default \"data.schema\" of the project.",
            valueName: "file"
        )
    )
    var schema: String?

    @OptionGroup var options: StageOptions

    func validate() throws {
        let namesInput = options.noInput || options.input.map { $0 != "-" } ?? false
        if (data + test).contains("-") && !namesInput {
            throw ArgumentParser.ValidationError(
                "standard input cannot be both data and the run document; say --no-input"
            )
        }
    }

    func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let request = try CheckRequest(self, context.project)
        let bytes = try Files.read(FilePath(request.schema), limit: 1 << 26)
        let schema = try TableSchema.parse(bytes, name: request.schema)
        context.run.inputs.schema = InputReference(
            uri: request.schema,
            digest: Digest(of: bytes).description
        )
        var checks: [RunDocument.Check] = []
        for (split, patterns) in request.splits {
            let report = try run(patterns, schema, named: request.schema)
            context.run.inputs.data[split] = InputReference(
                uri: patterns.joined(separator: ","),
                digest: report.data.digest.description,
                rows: report.data.rows
            )
            checks += report.checks(of: split)
            if !options.common.quiet {
                for line in report.findings.flatMap(\.lines) { context.diagnostics.line(line) }
            }
        }
        return .checked(checks)
    }

    /// Checks one split; what is wrong with the schema is said with its file.
    private func run(_ patterns: [String], _ schema: TableSchema, named name: String) throws
        -> ValidationReport
    {
        do {
            return try TableCheck.run(DataArguments.sources(patterns), schema: schema)
        } catch let error as SchemaError {
            throw SchemaError.inFile(name, error)
        }
    }
}

extension ValidationReport {
    /// The checks, marked with the split that they looked at.
    fileprivate func checks(of split: String) -> [RunDocument.Check] {
        checks.map { check in
            var check = check
            check.slice = ["split": .string(split)]
            return check
        }
    }
}
