import ArgumentParser
import CommandLineTool
import Dataset
import FileStorage
import ImageFolder
import Profile
import Reporting
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

    @Option(
        help: ArgumentHelp(
            "What the training data is held against for drift, a profile or data; by default "
                + "\"data.reference\" of the project.",
            valueName: "file"
        )
    )
    var reference: String?

    @Option(
        help: ArgumentHelp(
            "What the training data is held against for skew, a profile or data; by default "
                + "\"data.serving\" of the project.",
            valueName: "file"
        )
    )
    var serving: String?

    @Option(
        help: ArgumentHelp(
            "A table that foreign keys refer to, by its name in the schema: a file or a glob. "
                + "Can be said several times; goes before \"data.resources\" of the project.",
            valueName: "name=file"
        )
    )
    var resource: [ResourceArgument] = []

    @Option(help: "Choose drift methods, bins and thresholds as this program does.")
    var compat: Compatibility?

    @Option(
        help: ArgumentHelp(
            "Hold rows and statistics against those of earlier runs in this file, and add this "
                + "one's if it passes; by default \"data.history\" of the project.",
            valueName: "file"
        )
    )
    var history: String?

    @OptionGroup var reports: ReportOptions

    @OptionGroup var options: StageOptions

    func validate() throws {
        let namesInput = options.noInput || options.input.map { $0 != "-" } ?? false
        if (data + test).contains("-") && !namesInput {
            throw ArgumentParser.ValidationError(
                "standard input cannot be both data and the run document; say --no-input"
            )
        }
    }

    func report(_ stage: Stage, of run: Run) throws {
        _ = try reports.write(stage)
    }

    func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let request = try CheckRequest(self, context.project)
        return request.isImageFolder
            ? try checkImages(request, &context)
            : try await RunningReaders.ending { try checkTables(request, &context) }
    }
}

extension Check {
    private func checkTables(_ request: CheckRequest, _ context: inout StageContext) throws
        -> StageOutcome
    {
        let schema = try NamedSchema(request.schema ?? "")
        context.run.inputs.schema = InputReference(uri: schema.name, digest: schema.digest)
        var work = try TableWork(schema, request, context, isQuiet: options.common.quiet)
        for name in Set(resource.map(\.name)).sorted() where !work.refers(to: name) {
            context.diagnostics.warning("no foreign key of the schema refers to '\(name)'")
        }
        for (split, patterns) in request.splits { try work.check(split, patterns) }
        try work.compareSplits()
        try work.compareWithReference(compat)
        try work.compareWithServing(compat)
        try work.compareWithHistory(context.run)
        for (split, data) in work.inputs { context.run.inputs.data[split] = data }
        var outcome = StageOutcome.checked(work.checks)
        let stage = Stage(checking: work.checks, outcome)
        outcome.artifacts = try reports.write(stage) + reports.write(work)
        try work.remember(context.run, passed: outcome.verdict == .passed, context.now)
        return outcome
    }

    private func checkImages(_ request: CheckRequest, _ context: inout StageContext) throws
        -> StageOutcome
    {
        let splits = try request.splits.flatMap { name, patterns -> [ImageSplit] in
            let found = try ImageSplit.found(in: FilePath(patterns[0]))
            guard found.count == 1 else { return found }
            return [ImageSplit(name: name, folder: found[0].folder)]
        }
        let report = try ImageFolderReport.run(
            splits,
            expectations: try imageExpectations(request.schema),
            threads: ProcessorCount.available
        )
        for split in report.splits {
            guard let digest = split.digest else { continue }
            context.run.inputs.data[split.name ?? "train"] = InputReference(
                uri: split.folder, digest: digest.description, rows: split.images)
        }
        if !options.common.quiet {
            for line in report.lines { context.diagnostics.line(line) }
        }
        var outcome = StageOutcome.checked(report.checks, details: ["images": report.json])
        let stage = Stage(checking: report.checks, outcome)
        outcome.artifacts = try reports.write(stage)
        return outcome
    }

    /// What `mlx:images` of the schema asks for.
    private func imageExpectations(_ name: String?) throws -> ImageExpectations {
        guard let name else { return ImageExpectations() }
        let value = try JSONValue(parsing: Files.read(FilePath(name), limit: 1 << 26))
        return try value["mlx:images"].map(ImageExpectations.init(json:)) ?? ImageExpectations()
    }
}

extension Stage {
    /// The stage as reports tell it, before the runner has ended it.
    fileprivate init(checking checks: [RunDocument.Check], _ outcome: StageOutcome) {
        let passed = outcome.verdict == .passed
        self.init(
            name: Check.stage,
            tool: "mlx-validate",
            version: ToolVersion.current,
            status: passed ? .passed : .failed,
            exitCode: passed ? 0 : 1
        )
        self.checks = checks
    }
}
