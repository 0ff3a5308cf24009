import Glibc

/// How often each pair of two columns' categories occurs.
struct ContingencyTable {
    /// How often pairs occur that do, in the order of their categories.
    private var cells: [(row: Int, column: Int, count: Int)] = []
    private var rowTotals: [Int]
    private var columnTotals: [Int]
    private(set) var total = 0

    /// - Parameters:
    ///   - rows, columns: the categories of each element, from 0; as long as each other. Pairs
    ///     with a negative one are left out.
    ///   - includes: whether an element counts.
    init(
        _ rows: [Int],
        _ columns: [Int],
        where includes: (Int) -> Bool = { _ in true }
    ) {
        rowTotals = Array(repeating: 0, count: (rows.max() ?? -1) + 1)
        columnTotals = Array(repeating: 0, count: (columns.max() ?? -1) + 1)
        var pairs: [(row: Int, column: Int)] = []
        pairs.reserveCapacity(rows.count)
        for index in rows.indices {
            let (row, column) = (rows[index], columns[index])
            guard row >= 0, column >= 0, includes(index) else { continue }
            pairs.append((row, column))
            rowTotals[row] += 1
            columnTotals[column] += 1
        }
        total = pairs.count
        count(pairs)
    }

    /// Counts row by row, so that no more counters are needed than there are columns.
    private mutating func count(_ pairs: [(row: Int, column: Int)]) {
        var ends: [Int] = []
        ends.reserveCapacity(rowTotals.count)
        for total in rowTotals { ends.append((ends.last ?? 0) + total) }
        var next = zip(ends, rowTotals).map { $0 - $1 }
        var byRow = Array(repeating: 0, count: pairs.count)
        for pair in pairs {
            byRow[next[pair.row]] = pair.column
            next[pair.row] += 1
        }
        var counts = Array(repeating: 0, count: columnTotals.count)
        var met: [Int] = []
        for (row, end) in ends.enumerated() {
            met.removeAll(keepingCapacity: true)
            for column in byRow[end - rowTotals[row]..<end] {
                if counts[column] == 0 { met.append(column) }
                counts[column] += 1
            }
            met.sort()
            for column in met {
                cells.append((row, column, counts[column]))
                counts[column] = 0
            }
        }
    }

    /// Pearson's φ² = χ²/n = Σ O²/(R·C) − 1; at least 0.
    private var meanSquareContingency: Double {
        let sum = cells.reduce(0.0) { sum, cell in
            let count = Double(cell.count)
            let expected = Double(rowTotals[cell.row]) * Double(columnTotals[cell.column])
            return sum + count * count / expected
        }
        return max(0, sum - 1)
    }

    /// Bias-corrected Cramér's V, from 0 to 1.
    ///
    /// Bergsma, A bias-correction for Cramér's V and Tschuprow's T (2013): φ̃² = max(0, φ² −
    /// (k−1)(r−1)/(n−1)), k̃ = k − (k−1)²/(n−1), r̃ alike, V = √(φ̃²/min(k̃−1, r̃−1)). Nil if one of
    /// the columns has a single category, or there are fewer than two elements.
    var correctedCramersV: Double? {
        let count = Double(total)
        let rows = Double(rowTotals.count { $0 > 0 })
        let columns = Double(columnTotals.count { $0 > 0 })
        guard total > 1, rows > 1, columns > 1 else { return nil }
        let freedom = (rows - 1) * (columns - 1)
        let corrected = max(0, meanSquareContingency - freedom / (count - 1))
        let rowsLeft = rows - (rows - 1) * (rows - 1) / (count - 1)
        let columnsLeft = columns - (columns - 1) * (columns - 1) / (count - 1)
        let smallest = min(rowsLeft, columnsLeft) - 1
        // Each element has a category of its own: nothing is known.
        guard smallest > 1e-12 else { return 0 }
        return min(1, (corrected / smallest).squareRoot())
    }

    /// Mutual information over the mean of the two entropies, from 0 to 1: scikit-learn's
    /// `normalized_mutual_info_score`, Deepchecks' symmetric Theil's U.
    ///
    /// Nil if one of the columns has a single category.
    var normalizedMutualInformation: Double? {
        let (rowEntropy, columnEntropy) = (entropy(rowTotals), entropy(columnTotals))
        guard rowEntropy > 0, columnEntropy > 0 else { return nil }
        let joint = entropy(cells.map(\.count))
        let mutual = rowEntropy + columnEntropy - joint
        return min(1, max(0, 2 * mutual / (rowEntropy + columnEntropy)))
    }

    private func entropy(_ counts: [Int]) -> Double {
        counts.filter { $0 > 0 && $0 < total }.reduce(0.0) { sum, count in
            let share = Double(count) / Double(total)
            return sum - share * log(share)
        }
    }
}
