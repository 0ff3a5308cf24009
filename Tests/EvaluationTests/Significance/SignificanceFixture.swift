import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport

/// What other implementations say; see `Fixtures/make_significance.py`.
struct SignificanceFixture {
    let json: JSONValue

    init() throws {
        let path = Tool.root.appending("Tests/EvaluationTests/Fixtures/significance.json")
        json = try JSONValue(parsing: try Files.read(path))
    }

    func list(_ names: String...) -> [JSONValue] {
        var value: JSONValue? = json
        for name in names { value = value?[name] }
        return value?.arrayValue ?? []
    }
}

extension JSONValue {
    /// The numbers of a list, or of a member that is one.
    func numbers(_ name: String? = nil) -> [Double] {
        let list = name.map { self[$0] } ?? self
        return list?.arrayValue?.compactMap(\.doubleValue) ?? []
    }

    func whole(_ name: String) -> Int { Int(self[name]?.doubleValue ?? -1) }
}

extension ScoredRows {
    /// A classifier that says yes from a half on.
    static func binary(_ truth: [Int32], _ scores: [Double], weights: [Double]? = nil) -> ScoredRows
    {
        ScoredRows(
            task: .binary, labels: ["0", "1"], truth: .classes(truth), scores: scores,
            scoreWidth: 1, predicted: scores.map { $0 >= 0.5 ? 1 : 0 }, weights: weights)
    }

    static func regression(_ truth: [Double], _ scores: [Double]) -> ScoredRows {
        ScoredRows(
            task: .regression, labels: [], truth: .numbers(truth), scores: scores, scoreWidth: 1)
    }
}
