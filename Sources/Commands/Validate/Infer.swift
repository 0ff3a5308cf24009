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

    @Option(
        help: ArgumentHelp(
            "Take the schema from an Open Data Contract (ODCS, YAML) instead of data.",
            valueName: "file"
        )
    )
    var from: String?

    @Option(
        help: ArgumentHelp("The contract's table, if it has several.", valueName: "name")
    )
    var table: String?

    @Option(
        help: ArgumentHelp(
            "What stands between cells: one character, or \"tab\"; by default what the header says.",
            valueName: "character"
        )
    )
    var delimiter: String?

    @Option(
        help: ArgumentHelp(
            "How the data is written, as a Frictionless Table Dialect: JSON, or a file of it.",
            valueName: "json"
        )
    )
    var dialect: String?

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
        if table != nil && from == nil {
            throw ArgumentParser.ValidationError("--table needs --from")
        }
        if from != nil && (!data.isEmpty || target != nil) {
            throw ArgumentParser.ValidationError("--from takes neither --data nor --target")
        }
        if from != nil && (delimiter != nil || dialect != nil) {
            throw ArgumentParser.ValidationError("--from takes neither --delimiter nor --dialect")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let (schema, warnings) = try await RunningReaders.ending {
            try from.map(imported) ?? inferred(context.project)
        }
        for warning in warnings { context.diagnostics.warning(warning) }
        try context.write(schema.json.prettyText() + "\n", to: out)
        return .success
    }

    private func inferred(_ project: Project) throws -> (TableSchema, [String]) {
        let patterns = data.isEmpty ? project.data.train : data
        guard !patterns.isEmpty else { throw CheckRequestError.noData }
        let inferred = try SchemaInference.run(
            DataArguments.sources(patterns, project.readerCommands),
            target: target,
            task: task?.task,
            dialect: try described()
        )
        return (inferred.schema, inferred.warnings.map { "\($0)" })
    }

    /// What is said of how the data is written; the delimiter goes before the dialect.
    private func described() throws -> DialectDescription? {
        guard delimiter != nil || dialect != nil else { return nil }
        var members: JSONValue = [:]
        if let dialect {
            let isText = dialect.first { !$0.isWhitespace } == "{"
            let bytes =
                try isText ? Array(dialect.utf8) : Files.read(FilePath(dialect), limit: 1 << 20)
            do { members = try JSONValue(parsing: bytes) } catch {
                throw CheckRequestError.badDialect("\(error)")
            }
        }
        if let delimiter {
            var object = members.objectValue ?? [:]
            object["delimiter"] = .string(["tab", "\\t"].contains(delimiter) ? "\t" : delimiter)
            members = .object(object)
        }
        return try DialectDescription(json: members)
    }

    private func imported(_ contract: String) throws -> (TableSchema, [String]) {
        let bytes = try Files.read(FilePath(contract), limit: 1 << 26)
        let imported = try DataContract(
            yaml: String(decoding: bytes, as: UTF8.self), name: contract
        ).schema(table: table)
        return (imported.schema, imported.warnings.map { "\($0)" })
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
