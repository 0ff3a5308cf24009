/// Up to ten bins with about as many numbers in each.
struct QuantileBins {
    static let limit = 10
    /// Where each bin but the first begins; ascending.
    private let edges: [Double]

    /// - Parameter values: NaN is left out. Up to ten distinct ones have a bin each.
    init(_ values: [Double]) {
        let sorted = values.filter { !$0.isNaN }.sorted()
        var distinct: [Double] = []
        for value in sorted where distinct.last != value {
            distinct.append(value)
            if distinct.count > Self.limit { break }
        }
        if distinct.count <= Self.limit {
            edges = Array(distinct.dropFirst())
            return
        }
        var edges: [Double] = []
        for bin in 1..<Self.limit {
            let edge = sorted[sorted.count * bin / Self.limit]
            if edge > edges.last ?? sorted[0] { edges.append(edge) }
        }
        self.edges = edges
    }

    /// A number's bin, from 0; NaN has one of its own.
    func bin(_ value: Double) -> Int {
        value.isNaN ? edges.count + 1 : edges.count { $0 <= value }
    }
}
