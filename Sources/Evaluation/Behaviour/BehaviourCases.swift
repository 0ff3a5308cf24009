package import Dataset
import FileStorage
package import Model
import RunDocument
package import SystemPackage

/// Behaviour tests of a model: minimum functionality, invariance and directional expectations.
///
/// One JSON object a line, after CheckList (Ribeiro et al., "Beyond Accuracy", ACL 2020).
package struct BehaviourCases: Sendable {
    static let byteLimit = 64 << 20

    let file: String
    let cases: [BehaviourCase]
    let schema: TableSchema?

    /// Reads a file of cases against what a model takes and answers.
    ///
    /// - Parameter schema: of the test data, for expressions and for the form of texts.
    /// - Throws: `BehaviourError` with file, line and key; `StorageError`.
    package static func read(
        _ path: FilePath, metadata: ModelMetadata, schema: TableSchema?
    ) throws -> BehaviourCases {
        let bytes = try Files.read(path, limit: byteLimit)
        let file = path.string
        let reader = CaseReader(file: file, metadata: metadata, schema: schema)
        var cases: [BehaviourCase] = []
        var lineOf: [String: Int] = [:]
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, content) in lines.enumerated() {
            guard content.contains(where: { $0 > 0x20 }) else { continue }
            let next = try reader.read(
                try json(content, file: file, line: index + 1), line: index + 1)
            if let first = lineOf.updateValue(index + 1, forKey: next.name) {
                throw BehaviourError.invalidCase(
                    file: file, line: index + 1,
                    reason: "'name': '\(next.name)' stands in line \(first) too", hint: nil)
            }
            cases.append(next)
        }
        guard !cases.isEmpty else { throw BehaviourError.noCases(file: file) }
        return BehaviourCases(file: file, cases: cases, schema: schema)
    }

    private static func json(_ bytes: ArraySlice<UInt8>, file: String, line: Int)
        throws(BehaviourError) -> JSONValue
    {
        do { return try JSONValue(parsing: bytes) } catch {
            throw .invalidCase(
                file: file, line: line, reason: "column \(error.column): \(error.reason)",
                hint: "one JSON object a line")
        }
    }

    package var count: Int { cases.count }

    /// Whether a case takes rows of the test data; an expression may name any column of it.
    package var needsData: Bool {
        cases.contains { if case .data = $0.input { true } else { false } }
    }
}
