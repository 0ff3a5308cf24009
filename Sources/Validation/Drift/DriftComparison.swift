import Dataset
package import Profile

/// Compares a current table with a reference, on their profiles.
package struct DriftComparison: Sendable {
    package var policy: DriftPolicy
    package var options: DriftOptions

    package init(policy: DriftPolicy, options: DriftOptions = DriftOptions()) {
        self.policy = policy
        self.options = options
    }

    /// Compares every column of the reference that is not ignored.
    ///
    /// - Throws: `DriftError.notNumeric` if a rule asks a method of a column that it cannot serve.
    package func run(
        reference: TableProfile, current: TableProfile
    ) throws(DriftError) -> DriftReport {
        var columns: [ColumnDrift] = []
        let others = Dictionary(current.columns.map { ($0.name, $0) }) { first, _ in first }
        for column in reference.columns where !options.ignored.contains(column.name) {
            columns.append(try compare(column, others[column.name]))
        }
        let known = Set(reference.columns.map(\.name))
        for column in current.columns
        where !known.contains(column.name) && options.rules[column.name] != nil {
            columns.append(
                ColumnDrift(
                    name: column.name, outcome: .skipped(reason: "not in the reference data")))
        }
        return DriftReport(
            policy: policy,
            columns: columns,
            shareThreshold: policy == .tfdv ? nil : options.driftShare
        )
    }

    private func compare(
        _ reference: ColumnProfile, _ current: ColumnProfile?
    ) throws(DriftError) -> ColumnDrift {
        guard let current else {
            return ColumnDrift(
                name: reference.name, outcome: .skipped(reason: "not in the current data"))
        }
        let pair = ColumnPair(
            name: reference.name,
            reference: ColumnSample(reference),
            current: ColumnSample(current)
        )
        var drift = ColumnDrift(
            name: pair.name, outcome: .skipped(reason: ""), missing: missing(pair))
        let isTemporal = reference.isTemporal || current.isTemporal
        switch isTemporal ? .skip("a column of dates or times") : policy.choose(pair, options) {
        case .skip(let reason):
            drift.outcome = .skipped(reason: reason)
        case .compare(let plan):
            drift.outcome = try outcome(plan, pair)
            drift.newCategories = plan.countsCategories ? pair.newCategories : nil
        }
        return drift
    }

    private func missing(_ pair: ColumnPair) -> MissingDrift {
        let rows = min(pair.reference.profile.rows, pair.current.profile.rows)
        return MissingDrift(
            reference: pair.reference.missingShare,
            current: pair.current.missingShare,
            threshold: policy == .mlx && rows >= max(1, options.minSamples)
                ? options.missingThreshold : nil
        )
    }

    private func outcome(
        _ plan: DriftPlan, _ pair: ColumnPair
    ) throws(DriftError) -> ColumnDrift.Outcome {
        if let score = DriftScore(plan, pair) { return .compared(score) }
        let isNumberless = { (side: ColumnSample) in side.profile.numbers.count == 0 }
        if plan.method.needsNumbers, isNumberless(pair.reference) || isNumberless(pair.current) {
            throw .notNumeric(method: plan.method.rawValue, column: pair.name)
        }
        return .skipped(reason: "'\(plan.method.rawValue)' is not defined on these values")
    }
}

extension DriftPlan {
    fileprivate var countsCategories: Bool {
        binning == .referenceCategories || binning == .topValues
    }
}

extension ColumnPair {
    fileprivate var newCategories: NewCategories? {
        guard let values = countsOfValues(self), values.isExact, values.currentTotal > 0 else {
            return nil
        }
        let fresh = Validation.newCategories(values)
        return NewCategories(
            distinct: fresh.distinct, share: Double(fresh.count) / values.currentTotal)
    }
}

extension ColumnProfile {
    /// Time goes on: new dates are no drift.
    fileprivate var isTemporal: Bool {
        switch type {
        case .date, .datetime, .time, .year, .yearmonth: true
        default: false
        }
    }
}
