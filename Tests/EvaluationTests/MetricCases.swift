import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport

/// The seeded cases of `Fixtures/make_metrics.py`.
struct MetricCase {
    private static let sizes = [1, 2, 3, 5, 8, 13, 30, 60, 120, 250]

    let index: Int
    let rowCount: Int
    private(set) var weights: [Double]?
    private var random: SplitMix

    init(task: Int, _ index: Int) {
        self.index = index
        random = SplitMix(seed: UInt64(task * 1_000_000 + index))
        rowCount = index == 500 ? 20_000 : Self.sizes[index % 10]
        switch index / 10 % 3 {
        case 1: weights = (0..<rowCount).map { _ in random.unit() * 3 }
        case 2: weights = (0..<rowCount).map { Double(below(4) + ($0 == 0 ? 1 : 0)) }
        default: weights = nil
        }
    }

    private mutating func below(_ limit: Int) -> Int { Int(random.unit() * Double(limit)) }

    private func tied(_ value: Double) -> Double {
        switch index / 30 % 5 {
        case 1: (value * 10).rounded(.down) / 10
        case 2: 0.25
        case 3: value >= 0.5 ? 1 : 0
        default: value
        }
    }

    mutating func binary() -> ScoredRows {
        let share = [0.5, 0.1, 1.1, -0.1][index / 3 % 4]
        let truth = (0..<rowCount).map { _ in Int32(random.unit() < share ? 1 : 0) }
        let scores = truth.map { tied(random.unit() * 0.8 + 0.2 * Double($0)) }
        return ScoredRows(
            task: .binary, labels: ["0", "1"], truth: .classes(truth), scores: scores,
            scoreWidth: 1, predicted: scores.map { $0 >= 0.5 ? 1 : 0 }, weights: weights)
    }

    mutating func multiclass() -> ScoredRows {
        let classes = 3 + index % 4
        let known = [classes, classes - 1, 1][index / 7 % 3]
        let truth = (0..<rowCount).map { _ in Int32(below(known)) }
        var scores: [Double] = []
        var predicted: [Int32] = []
        for label in truth {
            let raw = (0..<classes).map { place in
                tied(random.unit()) + 0.05 + 0.3 * (Int32(place) == label ? 1 : 0)
            }
            let total = raw.reduce(0, +)
            let row = raw.map { $0 / total }
            scores += row
            predicted.append(Int32(row.indices.max { row[$0] < row[$1] } ?? 0))
            if let best = row.max(), let first = row.firstIndex(of: best) {
                predicted[predicted.count - 1] = Int32(first)
            }
        }
        return ScoredRows(
            task: .multiclass, labels: (0..<classes).map { "\($0)" }, truth: .classes(truth),
            scores: scores, scoreWidth: classes, predicted: predicted, weights: weights)
    }

    mutating func multilabel() -> ScoredRows {
        let width = 2 + index % 4
        let share = [0.5, 0.2, 0.8][index / 5 % 3]
        let truth = (0..<rowCount * width).map { _ in random.unit() < share }
        let scores = truth.map { tied(random.unit() * 0.8 + 0.2 * ($0 ? 1 : 0)) }
        return ScoredRows(
            task: .multilabel, labels: (0..<width).map { "\($0)" }, truth: .labelSets(truth),
            scores: scores, scoreWidth: width, predicted: scores.map { $0 >= 0.5 ? 1 : 0 },
            weights: weights)
    }

    mutating func regression() -> ScoredRows {
        let exponent = below(9) - 4
        let scale =
            exponent < 0
            ? [1e-4, 1e-3, 1e-2, 1e-1][exponent + 4] : [1, 1e1, 1e2, 1e3, 1e4][exponent]
        let isConstant = index / 11 % 6 == 5
        let truth = (0..<rowCount).map { _ in
            (isConstant ? 0.5 : tied(random.unit()) - 0.3) * scale
        }
        let guesses = truth.map { $0 + (random.unit() - 0.45) * scale }
        return ScoredRows(
            task: .regression, labels: [], truth: .numbers(truth),
            scores: isConstant && index % 2 == 0 ? truth : guesses, scoreWidth: 1,
            weights: weights)
    }

    mutating func ranking() -> ScoredRows {
        var groups: [Int32] = []
        var name: Int32 = 0
        while groups.count < rowCount {
            groups += repeatElement(name, count: 2 + below(8))
            name += 1
        }
        groups.removeLast(groups.count - rowCount)
        let relevance = groups.map { _ in Double(max(0, below(6) - 2)) }
        let scores = relevance.map { tied(random.unit() + 0.1 * $0) }
        return ScoredRows(
            task: .ranking, labels: [], truth: .numbers(relevance), scores: scores,
            scoreWidth: 1, groups: groups, weights: weights)
    }
}

/// What scikit-learn says of the cases of one task.
struct MetricFixture {
    let names: [String]
    let cases: [[JSONValue]]
    let calibration: [JSONValue]

    init(_ name: String) throws {
        let path = Tool.root.appending("Tests/EvaluationTests/Fixtures/\(name).json")
        let json = try JSONValue(parsing: try Files.read(path))
        names = (json["metrics"]?.arrayValue ?? []).compactMap(\.stringValue)
        cases = (json["cases"]?.arrayValue ?? []).compactMap(\.arrayValue)
        calibration = json["calibration"]?.arrayValue ?? []
    }
}
