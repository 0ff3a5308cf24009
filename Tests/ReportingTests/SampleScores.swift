import Evaluation
import TestSupport

/// Scores of a made-up model on made-up rows, and the curves that follow from them.
struct SampleScores {
    private(set) var rows: [(score: Double, isPositive: Bool)] = []

    /// - Parameter skill: how far the scores of the two classes are apart, in standard deviations.
    init(count: Int, positiveShare: Double, skill: Double, seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<count {
            let isPositive = random.unit() < positiveShare
            // The sum of twelve is as good as a normal deviate.
            let noise = (0..<12).reduce(-6.0) { sum, _ in sum + random.unit() }
            let signal = skill * (isPositive ? 0.5 : -0.5) + noise
            rows.append((1 / (1 + Self.exponential(-skill * signal - 0.4)), isPositive))
        }
        rows.sort { $0.score > $1.score }
    }

    private static func exponential(_ x: Double) -> Double {
        // (1 + x / 2^20)^(2^20)
        var power = 1 + max(-40, min(40, x)) / 0x1p20
        for _ in 0..<20 { power *= power }
        return power
    }

    private var positives: Double { Double(rows.count(where: \.isPositive)) }

    /// After every few rows, how many of each class stand above.
    private var steps: [(hits: Double, alarms: Double)] {
        var (hits, alarms) = (0.0, 0.0)
        var steps = [(0.0, 0.0)]
        for (index, row) in rows.enumerated() {
            if row.isPositive { hits += 1 } else { alarms += 1 }
            if index % 11 == 0 || index == rows.count - 1 { steps.append((hits, alarms)) }
        }
        return steps
    }

    var roc: [CurvePoint] {
        let negatives = Double(rows.count) - positives
        return steps.map { CurvePoint($0.alarms / negatives, $0.hits / positives) }
    }

    var precisionRecall: [CurvePoint] {
        steps.dropFirst().map { CurvePoint($0.hits / positives, $0.hits / ($0.hits + $0.alarms)) }
    }

    var area: Double? {
        ScoreRanking(
            scores: rows.map(\.score), weights: nil, isPositive: rows.map(\.isPositive)
        ).area
    }

    var calibration: [CalibrationBin] {
        (0..<10).compactMap { bin in
            let own = rows.filter { Int(min(9, $0.score * 10)) == bin }
            guard !own.isEmpty else { return nil }
            let count = Double(own.count)
            return CalibrationBin(
                meanScore: own.reduce(0) { $0 + $1.score } / count,
                positiveShare: Double(own.count(where: \.isPositive)) / count,
                weight: count
            )
        }
    }

    func curves(_ label: String, baseline: SampleScores? = nil) -> ClassCurves {
        let bins = calibration
        let error = bins.reduce(0) { sum, bin in
            sum + bin.weight * (bin.meanScore - bin.positiveShare).magnitude
        }
        return ClassCurves(
            label: label,
            roc: roc,
            precisionRecall: precisionRecall,
            calibration: bins,
            baselineROC: baseline?.roc ?? [],
            baselinePrecisionRecall: baseline?.precisionRecall ?? [],
            rocAUC: area,
            averagePrecision: area.map { $0 - 0.031 },
            calibrationError: error / Double(rows.count)
        )
    }
}
