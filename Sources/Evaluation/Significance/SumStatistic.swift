/// Metrics that are told from sums over the rows.
struct SumStatistic: ResampledStatistic {
    let names: [String]
    /// What each unit adds to each sum, times its weight; sum by sum.
    private let terms: [[Double]]
    private let finish: @Sendable ([Double]) -> [Double]

    /// - Parameter finish: the metrics, by the sums.
    init(
        names: [String], terms: [[Double]], finish: @escaping @Sendable ([Double]) -> [Double]
    ) {
        self.names = names
        self.terms = terms
        self.finish = finish
    }

    func values(_ counts: UnsafePointer<UInt8>) -> [Double] {
        finish(terms.map { Self.sum($0, counts) })
    }

    private static func sum(_ terms: [Double], _ counts: UnsafePointer<UInt8>) -> Double {
        terms.withUnsafeBufferPointer { terms in
            // Four sums, so that one addition need not wait for that before it.
            var sums = SIMD4<Double>.zero
            let quads = terms.count / 4
            for quad in 0..<quads {
                let row = 4 * quad
                sums += SIMD4(
                    terms[row] * Double(counts[row]), terms[row + 1] * Double(counts[row + 1]),
                    terms[row + 2] * Double(counts[row + 2]),
                    terms[row + 3] * Double(counts[row + 3]))
            }
            var sum = sums.sum()
            for row in 4 * quads..<terms.count { sum += terms[row] * Double(counts[row]) }
            return sum
        }
    }
}

/// The median of what each row has.
struct MedianStatistic: ResampledStatistic {
    let names = ["median_ae"]
    /// Rows by value ascending.
    private let order: [Int32]
    private let values: [Double]
    private let weights: [Double]

    init(_ values: [Double], weights: [Double]?) {
        let sorted = values.indices.sorted { values[$0] < values[$1] }
        order = sorted.map(Int32.init)
        self.values = sorted.map { values[$0] }
        self.weights = sorted.map { weights?[$0] ?? 1 }
    }

    func values(_ counts: UnsafePointer<UInt8>) -> [Double] {
        var total = 0.0
        for (place, row) in order.enumerated() {
            total += weights[place] * Double(counts[Int(row)])
        }
        var sum = 0.0
        var lower: Double?
        for (place, row) in order.enumerated() {
            let weight = weights[place] * Double(counts[Int(row)])
            guard weight > 0 else { continue }
            // The value before is exactly in the middle: so is this one.
            if let lower { return [lower / 2 + values[place] / 2] }
            sum += weight
            if sum > total / 2 { return [values[place]] }
            if sum == total / 2 { lower = values[place] }
        }
        return [lower ?? .nan]
    }
}
