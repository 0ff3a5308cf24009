import Dataset
import Model
import Serving
import Synchronization

/// A model whose scores say which version made them, and how much it was given.
struct FakePredictor: Predictor {
    static let features = [
        Feature(name: "length", kind: .numeric(isInteger: false), isRequired: false),
        Feature(name: "year", kind: .numeric(isInteger: true), isRequired: true),
        Feature(name: "wild", kind: .boolean, isRequired: false),
        Feature(name: "island", kind: .categorical(["Biscoe", "Dream \"D\""]), isRequired: false),
    ]

    var metadata: ModelMetadata
    var marker = 0.25
    /// Called before each prediction; waits in tests of what happens meanwhile.
    var hook: @Sendable () throws -> Void = {}

    init(regression: Bool = false) {
        metadata = ModelMetadata(
            format: "fake",
            task: regression ? .regression : .binary,
            target: regression ? "mass" : "species",
            labels: regression ? [] : ["Adelie", "Gentoo"],
            inputs: Self.features,
            dataFile: "none",
            libraryVersion: "0",
            runID: "r1",
            createdAt: nil
        )
    }

    func predict(_ table: Table) throws -> Predictions {
        try hook()
        let scores = (0..<table.rowCount).flatMap { row in
            let score = marker + sum(table, row)
            return metadata.labels.isEmpty ? [score] : [1 - score, score]
        }
        return Predictions(rowCount: table.rowCount, labels: metadata.labels, scores: scores)
    }

    /// The row's numbers and codes added up; what is missing counts as 0.
    private func sum(_ table: Table, _ row: Int) -> Double {
        table.columns.reduce(0) { total, column in
            switch column.values {
            case .numeric(let numbers): total + (numbers[row].isNaN ? 0 : numbers[row])
            case .text(let codes, _): total + Double(max(0, codes[row]))
            }
        }
    }
}

extension ServedModel {
    static func fake(
        version: String = "7",
        regression: Bool = false,
        hook: @escaping @Sendable () throws -> Void = {}
    ) throws -> ServedModel {
        var predictor = FakePredictor(regression: regression)
        let warmth = Warmth()
        predictor.hook = { if warmth.isWarm.load(ordering: .relaxed) { try hook() } }
        predictor.marker = (Double(version) ?? 0) / 1000
        let model = try ServedModel(name: "penguins", version: version, predictor: predictor)
        warmth.isWarm.store(true, ordering: .relaxed)
        return model
    }
}

/// The warm-up is not held up by a test's hook.
private final class Warmth: Sendable {
    let isWarm = Atomic<Bool>(false)
}
