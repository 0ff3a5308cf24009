/// The distinct numbers of a column and how often each was met.
package struct NumberCounts: Hashable, Sendable {
    /// Finite and ascending; -0 stands as 0.
    package let values: [Double]
    /// As many as `values`, each above 0.
    package let counts: [Int]
    /// The sum of `counts`.
    package let total: Int

    /// - Parameters:
    ///   - values: finite, ascending, none twice.
    ///   - counts: as many, each above 0.
    package init(values: [Double], counts: [Int]) {
        self.values = values
        self.counts = counts
        total = counts.reduce(0, +)
    }

    /// Counts numbers in any order; those that are not finite are left out.
    package init(of numbers: some Sequence<Double>) {
        let sorted = numbers.filter(\.isFinite).map { $0 == 0 ? 0 : $0 }.sorted()
        var values: [Double] = []
        var counts: [Int] = []
        for number in sorted {
            if values.last == number {
                counts[counts.count - 1] += 1
            } else {
                values.append(number)
                counts.append(1)
            }
        }
        self.init(values: values, counts: counts)
    }
}

/// The distinct texts of a column and how often each was met.
package struct TextCounts: Hashable, Sendable {
    /// Ascending by their UTF-8 bytes.
    package let values: [String]
    /// As many as `values`, each above 0.
    package let counts: [Int]
    /// The sum of `counts`.
    package let total: Int

    /// - Parameters:
    ///   - values: ascending by their UTF-8 bytes, none twice.
    ///   - counts: as many, each above 0.
    package init(values: [String], counts: [Int]) {
        self.values = values
        self.counts = counts
        total = counts.reduce(0, +)
    }
}
