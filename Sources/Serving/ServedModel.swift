import Dataset
import FileStorage
package import Model
package import Registry
import RunDocument
import SystemPackage

/// One version of a model, loaded and proven to predict; it never changes.
package struct ServedModel: Sendable {
    package let name: String
    package let version: String
    let predictor: any Predictor
    let signature: Signature
    /// The labels as JSON strings.
    let labelTexts: [String]
    /// Whether a prediction is so quick that it need not leave the event loop.
    let isQuick: Bool
    private var files: WorkingCopy?

    var metadata: ModelMetadata { predictor.metadata }

    /// Takes a model into service after it has answered one request.
    ///
    /// - Parameter example: the body of a request; without one, a row with as little as the
    ///   signature allows is scored.
    /// - Throws: `ServingError.warmUp`.
    package init(
        name: String,
        version: String,
        predictor: any Predictor,
        example: [UInt8]? = nil
    ) throws(ServingError) {
        self.name = name
        self.version = version
        self.predictor = predictor
        signature = Signature(predictor.metadata)
        labelTexts = predictor.metadata.labels.map { JSONValue.string($0).canonicalText() }
        isQuick = try Self.warmUp(predictor, signature, example, "\(name)@\(version)")
    }

    /// Loads the model in a directory and warms it with its own example.
    ///
    /// - Parameter files: kept as long as the model, if the directory is a copy of its own.
    package init(
        name: String,
        version: String,
        directory: ModelDirectory,
        files: WorkingCopy? = nil
    ) throws {
        let example = directory.path.appending(ModelDirectory.exampleFile)
        try self.init(
            name: name,
            version: version,
            predictor: Predictors.load(directory),
            example: Files.exists(example) ? Files.read(example, limit: 1 << 24) : nil
        )
        self.files = files
    }

    /// The first prediction pays for what is allocated once; the second one shows the usual time.
    private static func warmUp(
        _ predictor: any Predictor,
        _ signature: Signature,
        _ example: [UInt8]?,
        _ name: String
    ) throws(ServingError) -> Bool {
        do {
            let table = try example.map { try InferenceRequest($0, for: signature).table }
            let rows = table ?? signature.smallestTable
            _ = try predictor.predict(rows)
            let duration = try ContinuousClock().measure { _ = try predictor.predict(rows) }
            return duration < .microseconds(200)
        } catch let error as RequestError {
            throw .warmUp(model: name, reason: "its example: \(error)")
        } catch {
            throw .warmUp(model: name, reason: "\(error)")
        }
    }
}

extension Signature {
    /// One row in which all that may be missing is missing.
    fileprivate var smallestTable: Table {
        let columns = inputs.filter(\.isRequired).map { input in
            let values: ColumnValues =
                input.datatype == .bytes
                ? .text(codes: [0], labels: input.categories) : .numeric([0])
            return Column(name: input.name, values: values)
        }
        return Table(columns: columns, rowCount: 1)
    }
}
