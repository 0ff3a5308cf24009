import Dataset

// Profiles of columns whose values are all counted: nothing in them is estimated.

extension TableProfile {
    /// - Parameter columns: with as many rows as each other.
    package init(columns: [ColumnProfile]) {
        self.init(rows: columns.first?.rows ?? 0, columns: columns)
    }
}

extension ColumnProfile {
    package init(name: String, missing: Int = 0, numbers: NumberCounts, texts: TextCounts) {
        self.init(
            name: name,
            rows: missing + numbers.total + texts.total,
            missing: missing,
            type: nil,
            numbers: NumberSummary(counts: numbers),
            texts: TextSummary(counts: texts)
        )
        if present > 0, texts.total == 0 {
            type = self.numbers.integers == numbers.total ? .integer : .number
        } else if present > 0 {
            type = .string
        }
    }
}

extension ColumnProfile {
    /// A column that a table of that many rows does not have.
    package init(absent name: String, rows: Int) {
        self.init(
            name: name, missing: rows, numbers: NumberCounts(values: [], counts: []),
            texts: TextCounts(values: [], counts: []))
    }
}

extension Estimate {
    package init(exactly value: Int) {
        self.init(value: Double(value), standardError: 0)
    }
}

extension NumberSummary {
    package init(counts: NumberCounts) {
        let pairs = zip(counts.values, counts.counts).map { ($0, Double($1)) }
        let total = Double(counts.total)
        let mean = total > 0 ? pairs.reduce(0) { $0 + $1.0 * $1.1 } / total : nil
        let deviation = mean.flatMap { mean in
            total > 1
                ? (pairs.reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / (total - 1))
                    .squareRoot() : nil
        }
        self.init(
            count: counts.total,
            integers: pairs.reduce(0) { $0 + ($1.0 == $1.0.rounded() ? Int($1.1) : 0) },
            nan: 0,
            positiveInfinity: 0,
            negativeInfinity: 0,
            minimum: counts.values.first,
            maximum: counts.values.last,
            mean: mean,
            standardDeviation: deviation,
            distinct: Estimate(exactly: counts.values.count),
            counts: counts
        )
    }
}

extension TextSummary {
    /// All of them plain texts.
    package init(counts: TextCounts) {
        let lengths = counts.values.map(\.unicodeScalars.count)
        let sum = zip(lengths, counts.counts).reduce(0) { $0 + $1.0 * $1.1 }
        let pairs = zip(counts.values, counts.counts).map { (value: $0, count: $1) }
        self.init(
            count: counts.total,
            booleans: 0,
            dates: 0,
            datetimes: 0,
            times: 0,
            minimumLength: lengths.min(),
            maximumLength: lengths.max(),
            meanLength: counts.total > 0 ? Double(sum) / Double(counts.total) : nil,
            distinct: Estimate(exactly: counts.values.count),
            counts: counts,
            frequent: Array(pairs.sorted { $0.count > $1.count }.prefix(10))
        )
    }
}
