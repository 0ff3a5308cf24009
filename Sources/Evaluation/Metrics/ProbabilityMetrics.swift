/// How good the probabilities themselves are; of classes.
struct ProbabilityMetrics {
    private(set) var values: [String: Double?] = [:]

    init(_ rows: ScoredRows, _ truth: [Int32]) {
        let total = rows.weights?.reduce(0, +) ?? Double(truth.count)
        if rows.task == .binary {
            let sums = Self.binarySums(rows, truth)
            values["log_loss"] = sums[0] / total
            values["brier_score"] = sums[1] / total
        } else {
            let sums = Self.multiclassSums(rows, truth)
            values["log_loss"] = sums[0] / total
            values["brier_score"] = sums[1] / total
            for (index, top) in Self.tops.enumerated() where top < rows.labels.count {
                values["top_\(top)_accuracy"] = sums[2 + index] / total
            }
        }
    }

    private static let tops = [2, 3, 5]

    /// Σ −ln p of the true class, with p kept an epsilon away from 0 and 1 as
    /// `sklearn.metrics.log_loss` does, and Σ (p − y)².
    private static func binarySums(_ rows: ScoredRows, _ truth: [Int32]) -> [Double] {
        RowParts.sums(truth.count, totals: 2) { part, sums in
            var loss = LogarithmSum()
            for row in part {
                let score = rows.scores[row]
                let probability = clipped(truth[row] == 1 ? score : 1 - score)
                let error = truth[row] == 1 ? 1 - score : score
                if let weight = rows.weights?[row] {
                    sums[0] -= weight * logarithm(probability)
                    sums[1] += weight * error * error
                } else {
                    loss.add(probability)
                    sums[1] += error * error
                }
            }
            sums[0] -= loss.value
        }
    }

    private static func clipped(_ probability: Double) -> Double {
        min(max(probability, .ulpOfOne), 1 - .ulpOfOne)
    }

    /// As above, Σ over the classes of (p − y)², and how often the true class is among the best.
    private static func multiclassSums(_ rows: ScoredRows, _ truth: [Int32]) -> [Double] {
        let width = rows.scoreWidth
        return RowParts.sums(truth.count, totals: 2 + tops.count) { part, sums in
            for row in part {
                let weight = rows.weights?[row] ?? 1
                let scores = row * width..<(row + 1) * width
                let place = row * width + Int(truth[row])
                let own = rows.scores[place]
                sums[0] -= weight * logarithm(clipped(own))
                var squares = 0.0
                // scikit-learn sorts stably and takes the last ones: of equals the later is better.
                var better = 0
                for index in scores {
                    let score = rows.scores[index]
                    let error = index == place ? 1 - score : score
                    squares += error * error
                    if score > own || (score == own && index > place) { better += 1 }
                }
                sums[1] += weight * squares
                for (index, top) in tops.enumerated() where better < top {
                    sums[2 + index] += weight
                }
            }
        }
    }
}

/// The sum of many logarithms, by one logarithm of a product now and then.
private struct LogarithmSum {
    private var product = 1.0
    private var sum = 0.0

    /// - Parameter factor: from 2⁻⁵² to 1.
    @inline(__always)
    mutating func add(_ factor: Double) {
        product *= factor
        // Far from where doubles lose their precision.
        if product < 0x1p-900 {
            sum += logarithm(product)
            product = 1
        }
    }

    var value: Double { sum + logarithm(product) }
}
