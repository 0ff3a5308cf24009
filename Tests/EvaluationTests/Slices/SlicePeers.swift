import FileStorage
import RunDocument
import SystemPackage
import TestSupport

/// Peers' numbers; see `Fixtures/make_slices.py`.
enum SlicePeers {
    static func cases(_ name: String) throws -> [JSONValue] {
        try fixture()[name]?.arrayValue ?? []
    }

    static func fixture() throws -> JSONValue {
        let path = Tool.root.appending("Tests/EvaluationTests/Fixtures/slices.json")
        return try JSONValue(parsing: try Files.read(path))
    }
}

extension JSONValue {
    var doubles: [Double] { arrayValue?.compactMap(\.doubleValue) ?? [] }
    var integers: [Int] { arrayValue?.compactMap(\.integerValue) ?? [] }
}
