package import ArgumentParser
package import CommandLineTool
import Dataset
import FileStorage
import Model
import ProjectRegistries
import Registry
package import RunDocument
import SystemPackage

/// `mlx-predict`: rows in, the same rows with predictions out.
package struct PredictCommand: ToolCommand, RootCommand {
    package static let examples = [
        Example("Score rows with the model in production", "mlx-predict < rows.csv > scored.csv"),
        Example(
            "Score with a version that is being tested",
            "mlx-predict --model penguins@3 --registry testing rows.csv"
        ),
        Example(
            "Score JSON Lines with a model directory",
            "mlx-predict --model-directory model rows.jsonl"
        ),
    ]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-predict",
        abstract: "Score rows in batches: the same rows come out with predictions.",
        discussion: """
            CSV, TSV or JSON Lines go in; each row comes out as it was, in its place, with the \
            columns "prediction" and, for classes, "probability_LABEL". Rows are read and written \
            in batches, so that a table may be larger than the memory.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, tsv, jsonl

        var dataFormat: DataFormat {
            switch self {
            case .csv: .delimited(.commaSeparated)
            case .tsv: .delimited(.tabSeparated)
            case .jsonl: .jsonLines
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "A registered model, NAME or NAME@VERSION; by default the project's in production.",
            valueName: "model"
        )
    )
    package var model: String?

    @Option(
        help: ArgumentHelp(
            "The registry: \"production\", \"testing\", a directory, \"s3://…\" or \"oci://…\".",
            valueName: "registry"
        )
    )
    package var registry = "production"

    @Option(help: ArgumentHelp("Score with the model in this directory.", valueName: "directory"))
    package var modelDirectory: String?

    @Option(
        help: ArgumentHelp(
            "The Table Schema that says how the rows are written; by default the project's.",
            valueName: "file"
        )
    )
    package var schema: String?

    @Option(help: "The form of the rows; by default from the file's name or its first byte.")
    var format: Format?

    @Argument(
        help: ArgumentHelp("The rows; standard input if none is given.", valueName: "file")
    )
    package var file = "-"

    @OptionGroup package var options: CommonOptions

    package init() {}

    package func validate() throws {
        if modelDirectory != nil, model != nil {
            throw ValidationError("--model and --model-directory contradict each other")
        }
    }

    package func perform(_ context: CommandContext) async throws -> ExitStatus {
        let schema = try schema(context.project)
        let loaded = try choice(context.project, context.environment).load()
        var scoring = try Scoring(
            DataSource(argument: file),
            format: format?.dataFormat,
            schema: schema,
            with: loaded.predictor
        )
        for name in scoring.absent {
            context.diagnostics.warning("no column '\(name)': it is scored as missing")
        }
        try context.output.write(scoring.header)
        while let rows = try scoring.next() {
            try context.output.write(rows)
            try Task.checkCancellation()
        }
        for (name, unseen) in scoring.unseen.sorted(by: { $0.key < $1.key }) {
            context.diagnostics.warning(
                "column '\(name)': \(unseen.count) values that the model has not seen, as '\(unseen.example)', are scored as missing"
            )
        }
        return .success
    }

    private func choice(_ project: Project, _ environment: [String: String]) throws -> ModelChoice {
        if let modelDirectory { return .directory(FilePath(modelDirectory)) }
        guard let model = model ?? project.model else {
            throw ValidationError("which model? name it with --model or in mlx.yaml's 'model'")
        }
        let location = try ProjectRegistries(project, environment: environment).named(registry)
        // In testing nothing is in production.
        let tag = registry == "testing" ? Tag.latest : Tag.production
        let reference = model.contains("@") ? model : "\(model)@\(tag)"
        return .registered(try VersionReference(reference), registry: location)
    }

    /// The schema that was named; that of the project only helps if it is there.
    private func schema(_ project: Project) throws -> TableSchema? {
        if let schema { return try TableSchema.read(FilePath(schema)) }
        guard let path = project.data.schema.map({ FilePath($0) }), Files.exists(path) else {
            return nil
        }
        return try TableSchema.read(path)
    }
}
