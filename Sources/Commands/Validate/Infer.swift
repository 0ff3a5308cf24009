import ArgumentParser
import CommandLineTool
import Dataset
import FileStorage
import RunDocument
import SystemPackage
import Validation

/// `mlx-validate infer`: writes a schema.
struct Infer: ToolCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the schema that a table's rows call for.",
        discussion: """
            Reads all rows. Types, words for missing values and complete columns are taken from \
            the data, and the values of columns that have few. Bounds are not: the largest value \
            seen is no limit. Read the schema before you commit it.
            """
    )

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The data: files, globs, or \"-\"; by default \"data.train\" of the project.",
            valueName: "file"
        )
    )
    var data: [String] = []

    @Option(help: ArgumentHelp("The column that a model is to predict.", valueName: "column"))
    var target: String?

    @Option(help: "What such a model is; by default what the column's values say.")
    var task: TaskName?

    @Option(help: ArgumentHelp("Write the schema here, whole or not at all.", valueName: "file"))
    var out: String?

    @OptionGroup var options: CommonOptions

    func validate() throws {
        if task != nil && target == nil {
            throw ArgumentParser.ValidationError("--task needs --target")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let patterns = data.isEmpty ? context.project.data.train : data
        guard !patterns.isEmpty else { throw CheckRequestError.noData }
        let inferred = try SchemaInference.run(
            DataArguments.sources(patterns),
            target: target,
            task: task?.task
        )
        for warning in inferred.warnings { context.diagnostics.warning("\(warning)") }
        let text = inferred.schema.json.prettyText() + "\n"
        if let out, out != "-" {
            try Files.replace(FilePath(out), with: text.utf8)
        } else {
            try context.output.write(text)
        }
        return .success
    }
}

/// The tasks as words of the command line.
enum TaskName: String, ExpressibleByArgument, CaseIterable {
    case binary, multiclass, regression

    var task: DatasetKey.Task {
        switch self {
        case .binary: .binary
        case .multiclass: .multiclass
        case .regression: .regression
        }
    }
}
