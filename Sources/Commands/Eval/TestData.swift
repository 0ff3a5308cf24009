import CommandLineTool
import Dataset
import FileStorage
import Glibc
import RunDocument
import SystemPackage

/// The rows that a model is tested on.
struct TestData {
    let table: Table
    /// What the data is called in messages.
    let name: String
    private let reference: InputReference
    private let schemaReference: InputReference

    init(_ command: EvalCommand, _ context: StageContext) throws {
        let project = context.project
        let patterns = command.data.isEmpty ? project.data.test : command.data
        guard !patterns.isEmpty else { throw NoTestData(what: "no test data is named") }
        guard let schemaPath = command.schema ?? project.data.schema else {
            throw NoTestData(what: "no schema is named, so the data cannot be read")
        }
        let files = try DataFiles.expand(patterns)
        let schema = try TableSchema.read(FilePath(schemaPath))
        table = try TableReader.readAll(files, schema: schema)
        name = patterns.joined(separator: " ")
        let digest = try DataDigest.of(files, dialect: schema.dialect)
        reference = InputReference(
            uri: name,
            digest: digest.digest.description,
            rows: digest.rows
        )
        schemaReference = InputReference(
            uri: schemaPath,
            digest: try Digest.ofFile(FilePath(schemaPath)).0.description
        )
    }

    func record(in run: inout Run) {
        run.inputs.data["test"] = reference
        run.inputs.schema = schemaReference
    }
}

/// An evaluation without data.
struct NoTestData: Failure {
    let what: String

    var exitStatus: ExitStatus { .missingInput }
    var description: String { what }
    var hint: String? { "set data.test and data.schema in mlx.yaml, or give --data and --schema" }
}

enum Cores {
    static var count: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
