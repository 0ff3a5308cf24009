import FileStorage
import RunDocument
import SystemPackage
import Transfer

/// One prediction, with the example that the model brings, to see whether it answers at all.
struct SmokeTest {
    static let exampleFile = "input_example.json"

    private let model: String
    private let version: Int
    private let request: [UInt8]

    /// Nil if the model brings no example.
    init?(model: String, version: Int, directory: FilePath) throws {
        let path = directory.appending(Self.exampleFile)
        guard Files.exists(path) else { return nil }
        self.model = model
        self.version = version
        request = try Files.read(path, limit: 1 << 24)
    }

    /// - Throws: `PromotionError.smokeFailed`, which says what is wrong with the answer.
    func run(against endpoint: ServiceEndpoint) throws {
        let answer = try endpoint.infer(model, request)
        guard let json = try? JSONValue(parsing: answer.body) else {
            throw failure("status \(answer.status), and not JSON")
        }
        guard answer.status == 200 else {
            let reason = json["error"]?.stringValue.map { ": \($0)" } ?? ""
            throw failure("status \(answer.status)\(reason)")
        }
        if let served = json["model_version"]?.stringValue, served != String(version) {
            throw failure("version \(served) answered")
        }
        guard let outputs = json["outputs"]?.arrayValue, !outputs.isEmpty else {
            throw failure("no outputs")
        }
        let rows = (try? JSONValue(parsing: request))?["inputs"]?.arrayValue?.first
            .flatMap(Self.shape)?.first
        for output in outputs { try check(output, rows: rows) }
    }

    private func check(_ output: JSONValue, rows: Int?) throws {
        let name = output["name"]?.stringValue ?? ""
        guard let shape = Self.shape(output), let data = output["data"]?.arrayValue else {
            throw failure("output '\(name)' has no shape or no data")
        }
        guard
            shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
                == Self.count(data)
        else { throw failure("output '\(name)' holds \(Self.count(data)) values for \(shape)") }
        if let rows, shape.first != rows {
            throw failure("output '\(name)' has \(shape.first ?? 0) rows for \(rows)")
        }
    }

    private static func shape(_ tensor: JSONValue) -> [Int]? {
        guard let elements = tensor["shape"]?.arrayValue else { return nil }
        let shape = elements.compactMap(\.integerValue)
        return shape.count == elements.count ? shape : nil
    }

    /// Data may be nested or flat.
    private static func count(_ data: [JSONValue]) -> Int {
        data.reduce(0) { $0 + ($1.arrayValue.map(count) ?? 1) }
    }

    private func failure(_ reason: String) -> PromotionError {
        .smokeFailed(version: version, reason: reason)
    }
}
