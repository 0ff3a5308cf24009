/// Metrics of rows that are counted several times, or not at all.
///
/// What does not depend on the counts is found once, so that a resample costs one pass.
package protocol ResampledStatistic: Sendable {
    /// The metrics' names.
    var names: [String] { get }
    /// The values, in the order of the names; NaN where one is not defined.
    ///
    /// - Parameter counts: of each unit: a row, or for rankings a group.
    func values(_ counts: UnsafePointer<UInt8>) -> [Double]
}

/// Metrics that are told from the confusion matrix.
struct ConfusionStatistic: ResampledStatistic {
    let names: [String]
    private let task: EvaluationTask
    private let classCount: Int
    /// The cell of the matrix that each row is in.
    private let cells: [Int32]
    private let weights: [Double]?

    init(_ rows: ScoredRows, _ truth: [Int32], wanted: Set<String>) {
        task = rows.task
        classCount = rows.labels.count
        let count = Int32(classCount)
        cells = zip(truth, rows.predicted).map { $0 * count + $1 }
        weights = rows.weights
        let ones = ConfusionMatrix(
            classCount: classCount,
            cells: [Double](repeating: 1, count: classCount * classCount))
        names = ClassMetrics.values(of: ClassCounts(ones), task).keys.sorted()
            .filter(wanted.contains)
    }

    func values(_ counts: UnsafePointer<UInt8>) -> [Double] {
        let draws = draws(counts)
        let matrix = ConfusionMatrix(
            classCount: classCount, cells: weighted(counts) ?? draws,
            present: ConfusionMatrix(classCount: classCount, cells: draws).present)
        let values = ClassMetrics.values(of: ClassCounts(matrix), task)
        return names.map { (values[$0] ?? nil) ?? .nan }
    }

    private func weighted(_ counts: UnsafePointer<UInt8>) -> [Double]? {
        guard let weights else { return nil }
        var sums = [Double](repeating: 0, count: classCount * classCount)
        for (row, cell) in cells.enumerated() {
            sums[Int(cell)] += weights[row] * Double(counts[row])
        }
        return sums
    }

    /// How many rows are in each cell.
    private func draws(_ counts: UnsafePointer<UInt8>) -> [Double] {
        let width = classCount * classCount
        // Two tables, so that one addition need not wait for that before it.
        var sums = [Int](repeating: 0, count: 2 * width)
        cells.withUnsafeBufferPointer { cells in
            sums.withUnsafeMutableBufferPointer { sums in
                for pair in 0..<cells.count / 2 {
                    sums[Int(cells[2 * pair])] &+= Int(counts[2 * pair])
                    sums[width + Int(cells[2 * pair + 1])] &+= Int(counts[2 * pair + 1])
                }
                if cells.count % 2 == 1, let last = cells.last {
                    sums[Int(last)] &+= Int(counts[cells.count - 1])
                }
            }
        }
        return (0..<width).map { Double(sums[$0] + sums[width + $0]) }
    }
}

/// ROC AUC and average precision of one label.
struct RankStatistic: ResampledStatistic {
    let names: [String]
    /// Rows by score descending.
    private let order: [Int32]
    /// 1 for a positive, and 2 for the last row of a tie.
    private let marks: [UInt8]
    private let weights: [Double]?
    private let wantsPrecision: Bool

    /// - Parameter names: of the two, as far as they are wanted; in this order.
    init(
        scores: [Double], width: Int, column: Int, weights: [Double]?, names: [String],
        isPositive: (Int) -> Bool
    ) {
        let count = scores.count / width
        let order = (0..<count).map { (scores[$0 * width + column], Int32($0)) }
            .sorted { ($1.0, $0.1) < ($0.0, $1.1) }
        self.names = names
        self.order = order.map(\.1)
        self.weights = weights.map { weights in order.map { weights[Int($0.1)] } }
        marks = order.indices.map { place in
            let endsTie = place + 1 == order.count || order[place + 1].0 < order[place].0
            return (isPositive(Int(order[place].1)) ? 1 : 0) | (endsTie ? 2 : 0)
        }
        wantsPrecision = names.contains { $0.hasPrefix("average_precision") }
    }

    func values(_ counts: UnsafePointer<UInt8>) -> [Double] {
        let areas = weights == nil ? whole(counts) : weighted(counts)
        return names.map { $0.hasPrefix("average_precision") ? areas.precision : areas.area }
    }

    private func whole(_ counts: UnsafePointer<UInt8>) -> (area: Double, precision: Double) {
        var (tiedPositives, tiedNegatives, positives, negatives, losses) = (0, 0, 0, 0, 0)
        var precision = 0.0
        order.withUnsafeBufferPointer { order in
            marks.withUnsafeBufferPointer { marks in
                for place in 0..<order.count {
                    let count = Int(counts[Int(order[place])])
                    let own = count & (0 &- Int(marks[place] & 1))
                    tiedPositives &+= own
                    tiedNegatives &+= count &- own
                    guard marks[place] & 2 != 0 else { continue }
                    // Twice the negatives above each positive, ties half.
                    losses &+= tiedPositives &* (2 &* negatives &+ tiedNegatives)
                    positives &+= tiedPositives
                    negatives &+= tiedNegatives
                    if wantsPrecision {
                        // Of no rows it adds 0; to ask first would cost more than to divide.
                        precision +=
                            Double(tiedPositives) * Double(positives)
                            / Double(max(1, positives &+ negatives))
                    }
                    (tiedPositives, tiedNegatives) = (0, 0)
                }
            }
        }
        let pairs = Double(positives) * Double(negatives)
        return (1 - Double(losses) / 2 / pairs, precision / Double(positives))
    }

    private func weighted(_ counts: UnsafePointer<UInt8>) -> (area: Double, precision: Double) {
        var (tiedPositives, tiedNegatives, positives, negatives) = (0.0, 0.0, 0.0, 0.0)
        var (losses, precision) = (0.0, 0.0)
        for (place, row) in order.enumerated() {
            let weight = Double(counts[Int(row)]) * (weights?[place] ?? 1)
            if marks[place] & 1 == 1 { tiedPositives += weight } else { tiedNegatives += weight }
            guard marks[place] & 2 != 0 else { continue }
            losses += tiedPositives * (2 * negatives + tiedNegatives)
            positives += tiedPositives
            negatives += tiedNegatives
            if tiedPositives > 0 {
                precision += tiedPositives * positives / (positives + negatives)
            }
            (tiedPositives, tiedNegatives) = (0, 0)
        }
        return (1 - losses / 2 / positives / negatives, precision / positives)
    }
}

/// The mean of metrics that are defined for each label by itself.
struct LabelMeanStatistic: ResampledStatistic {
    let names: [String]
    private let labels: [RankStatistic]

    /// - Parameter labels: one statistic of each, all with as many names.
    init(names: [String], labels: [RankStatistic]) {
        self.names = names
        self.labels = labels
    }

    func values(_ counts: UnsafePointer<UInt8>) -> [Double] {
        var sums = [Double](repeating: 0, count: names.count)
        for label in labels {
            for (index, value) in label.values(counts).enumerated() { sums[index] += value }
        }
        return sums.map { $0 / Double(labels.count) }
    }
}
