import Dataset

/// The rows of groups of people, by what is true and what was predicted of one label.
struct FairnessGroups: Sendable {
    let positiveLabel: String
    let names: [String]
    /// The groups that have too few rows to be one of them.
    let small: [String]
    /// Of each row: four times its group, 2 if it has the label, and 1 if it is given it; negative
    /// if its group is too small.
    private let cells: [Int32]
    private let weights: [Double]?

    /// - Parameters:
    ///   - column: whose values are the groups; rows without one are a group of their own.
    ///   - positiveLabel: the label that counts as being selected; nil for the second of two.
    ///   - minimumSize: rows that a group must have to count.
    /// - Throws: `SliceError`.
    init(
        _ rows: ScoredRows, by column: String, of table: Table, schema: TableSchema,
        positiveLabel: String?, minimumSize: Int = 1
    ) throws {
        guard case .classes(let truth) = rows.truth else {
            throw SliceError.noClasses(task: rows.task.rawValue)
        }
        let label = positiveLabel ?? (rows.labels.count == 2 ? rows.labels[1] : "")
        guard
            let found = rows.labels.firstIndex(of: label)
                ?? rows.labels.firstIndex(of: WholeNumberLabel.text(label))
        else {
            throw SliceError.unknownPositiveLabel(label: label, known: rows.labels)
        }
        let positive = Int32(found)
        let definition = SliceDefinition(.parts([.values(column: column)]), limit: .max)
        let all = try SliceDimension(definition, of: table, schema: schema).slices
        let slices = all.filter { $0.rows.count >= minimumSize }
        var cells = [Int32](repeating: -1, count: rows.rowCount)
        for (group, slice) in slices.enumerated() {
            for row in slice.rows {
                cells[row] =
                    4 * Int32(group) + (truth[row] == positive ? 2 : 0)
                    + (rows.predicted[row] == positive ? 1 : 0)
            }
        }
        self.positiveLabel = rows.labels[found]
        small = all.filter { $0.rows.count < minimumSize }.map(\.name)
        names = slices.map(\.name)
        self.cells = cells
        weights = rows.weights
    }

    /// The rates of each group.
    ///
    /// - Parameter counts: how often each row counts; nil for once.
    func rates(_ counts: UnsafePointer<UInt8>? = nil) -> [GroupRates] {
        var drawn = [Int](repeating: 0, count: 4 * names.count)
        var sums = [Double](repeating: 0, count: 4 * names.count)
        for (row, cell) in cells.enumerated() where cell >= 0 {
            let count = counts.map { Int($0[row]) } ?? 1
            drawn[Int(cell)] += count
            if let weights { sums[Int(cell)] += weights[row] * Double(count) }
        }
        return names.indices.map { group in
            var rates = GroupRates()
            for cell in 0..<4 {
                let place = 4 * group + cell
                rates.add(
                    drawn[place], isTrue: cell & 2 != 0, isPredicted: cell & 1 != 0,
                    weight: weights == nil ? Double(drawn[place]) : sums[place])
            }
            return rates
        }
    }
}

/// A metric of fairness on rows that are counted several times or not at all.
struct FairnessStatistic: ResampledStatistic {
    let names: [String]
    private let groups: FairnessGroups

    init(_ metric: String, of groups: FairnessGroups) {
        names = [metric]
        self.groups = groups
    }

    /// NaN where the metric is not defined, or a group has no rows.
    func values(_ counts: UnsafePointer<UInt8>) -> [Double] {
        let rates = groups.rates(counts)
        guard rates.allSatisfy({ $0.rowCount > 0 }) else { return [.nan] }
        let metrics = Fairness.metrics(rates)
        return names.map { (metrics[$0] ?? nil) ?? .nan }
    }
}
