import CommandLineTool
import Dataset
import FileStorage
import RunDocument
import SystemPackage
import Training

/// The data and the schema of a training, with their digests.
struct TrainingInputs {
    struct Channel {
        let files: [FilePath]
        let reference: InputReference
    }

    let train: Channel
    /// Given to a training command, if the project has test data.
    let test: Channel?
    let schema: TableSchema?
    private let schemaReference: InputReference?

    init(_ command: TrainCommand, _ context: StageContext) throws {
        let project = context.project
        let patterns = command.data.isEmpty ? project.data.train : command.data
        guard !patterns.isEmpty else { throw NoTrainingData() }
        if let path = command.schema ?? project.data.schema {
            schema = try TableSchema.read(FilePath(path))
            schemaReference = InputReference(
                uri: path,
                digest: try Digest.ofFile(FilePath(path)).0.description
            )
        } else {
            (schema, schemaReference) = (nil, nil)
        }
        let dialect = schema?.dialect
        train = try Self.channel(patterns, dialect)
        let known = context.run.inputs.data["train"]
        if let known, known.uri == train.reference.uri, known.digest != train.reference.digest {
            throw TrainingError.dataChangedBefore(path: known.uri)
        }
        test = try project.data.test.isEmpty ? nil : Self.channel(project.data.test, dialect)
    }

    func record(in run: inout Run) {
        run.inputs.data["train"] = train.reference
        if let schemaReference { run.inputs.schema = schemaReference }
    }

    /// Refuses a training after which the data is not what it was.
    func checkUnchanged() throws {
        for channel in [train, test].compactMap(\.self) {
            let digest = try DataDigest.digest(of: channel.files).description
            guard digest == channel.reference.digest else {
                throw TrainingError.dataChanged(path: channel.reference.uri)
            }
        }
    }

    private static func channel(
        _ patterns: [String],
        _ dialect: DialectDescription?
    ) throws -> Channel {
        let files = try DataFiles.expand(patterns)
        let digest = try DataDigest.of(files, dialect: dialect)
        return Channel(
            files: files,
            reference: InputReference(
                uri: patterns.joined(separator: " "),
                digest: digest.digest.description,
                rows: digest.rows
            )
        )
    }
}

/// A training without data.
struct NoTrainingData: Failure {
    var exitStatus: ExitStatus { .missingInput }
    var description: String { "no training data is named" }
    var hint: String? { "set data.train in mlx.yaml, or give --data" }
}

/// A training without a schema.
struct NoSchema: Failure {
    var exitStatus: ExitStatus { .configuration }
    var description: String { "no schema is named, so the target is not known" }
    var hint: String? {
        "set data.schema in mlx.yaml, or give --schema; 'mlx-validate infer' writes one"
    }
}
