import CommandLineTool
import Dataset
import Evaluation
import FileStorage
import Model
import RunDocument
import SystemPackage

/// The rows that a model is tested on, or predictions that exist already.
struct TestInput {
    let sources: [DataSource]
    /// What the data is called in messages.
    let name: String
    let schema: TableSchema?
    private let schemaPath: String?

    init(_ request: EvalRequest) throws {
        let patterns = request.predictions.isEmpty ? request.data : request.predictions
        guard !patterns.isEmpty else { throw NoTestData(what: "no test data is named") }
        sources = try DataFiles.sources(patterns, request.readers)
        name = patterns.joined(separator: " ")
        schemaPath = request.schema
        schema = try request.schema.map { try TableSchema.read(FilePath($0)) }
    }

    /// Notes what was read.
    func record(_ summary: TableScan.Summary, in run: inout Run) throws {
        run.inputs.data["test"] = InputReference(
            uri: name,
            digest: DataDigest(sources, summary).digest.description,
            rows: summary.rows.reduce(0, +)
        )
        guard let schemaPath else { return }
        run.inputs.schema = InputReference(
            uri: schemaPath, digest: try Digest.ofFile(FilePath(schemaPath)).0.description)
    }

    /// Tells how far the reading has come.
    func progress(_ diagnostics: Diagnostics) -> (Progress, @Sendable (Int) -> Void) {
        let progress = Progress("testing", unit: .bytes, diagnostics)
        let size = DataFiles.size(of: sources)
        return (progress, { progress.update($0, of: size) })
    }
}
