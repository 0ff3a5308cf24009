import Dataset
import RunDocument
import Validation

/// Checks texts against a schema written as JSON.
func findings(_ texts: String..., schema: JSONValue, name: String = "t.csv") throws -> [Finding] {
    let sources = texts.enumerated().map { index, text in
        DataSource.bytes(Array(text.utf8), name: index == 0 ? name : "\(index)-\(name)")
    }
    return try TableCheck.run(sources, schema: try TableSchema(json: schema)).findings
}

extension [Finding] {
    /// The finding of a check that there must be exactly once.
    subscript(id: String) -> Finding? {
        let matches = filter { $0.check.id == id }
        return matches.count == 1 ? matches[0] : nil
    }

    var failed: [String] { filter { $0.check.status == .failed }.map(\.check.id) }
}
