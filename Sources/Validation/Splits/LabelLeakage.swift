import RunDocument

/// Features that say too much of the label: they may have been made from it.
///
/// The association is the bias-corrected Cramér's V of a feature and the label, numbers in up to
/// ten bins by the training data's quantiles; a missing feature is a category, too. Deepchecks
/// fits a tree per feature instead (predictive power score), with the same limits.
package struct LabelLeakage: Sendable {
    private let train: RowSampleView
    private let test: RowSampleView
    private let target: String
    /// Whether the label's numbers are names of classes.
    private let isClassification: Bool
    private let thresholds: SplitsThresholds

    package init(
        train: RowSampleView,
        test: RowSampleView,
        target: String,
        isClassification: Bool,
        thresholds: SplitsThresholds = SplitsThresholds()
    ) {
        self.train = train
        self.test = test
        self.target = target
        self.isClassification = isClassification
        self.thresholds = thresholds
    }

    /// Two checks for each feature that both samples have.
    package func findings(features: [String]) -> [Finding] {
        guard let labels = coded(target, isLabel: true) else { return [] }
        return features.flatMap { feature -> [Finding] in
            guard let values = coded(feature, isLabel: false) else { return [] }
            let before = Association(values.train, labels.train, of: train)
            let after = Association(values.test, labels.test, of: test)
            guard let before else {
                return [
                    skipped("label-leakage", feature), skipped("label-leakage-change", feature),
                ]
            }
            let change = after.map { self.change(feature, before, $0) }
            return [leakage(feature, before), change ?? skipped("label-leakage-change", feature)]
        }
    }

    private func leakage(_ feature: String, _ association: Association) -> Finding {
        let limit = Limit.atMost(thresholds[.labelLeakage])
        var measure = Measure(association.value)
        if limit.isBroken(by: measure) { measure.interval = association.interval }
        var finding = Finding(
            "label-leakage",
            column: feature,
            measure,
            limit,
            severity: .fail,
            message: "'\(feature)' tells the label '\(target)'"
        )
        if !association.isWhole { finding.check["exact"] = false }
        finding.check["normalizedMutualInformation"] = association.information.json
        return finding
    }

    private func change(_ feature: String, _ before: Association, _ after: Association)
        -> Finding
    {
        let limit = Limit.below(thresholds[.labelLeakageChange])
        let isWhole = before.isWhole && after.isWhole
        var measure = Measure(abs(before.value - after.value))
        if !isWhole, limit.isBroken(by: measure) {
            // Errors of two samples add up as their squares.
            let (left, right) = (before.reach, after.reach)
            let reach = (left * left + right * right).squareRoot()
            measure.interval = max(0, measure.value - reach)...min(1, measure.value + reach)
        }
        var finding = Finding(
            "label-leakage-change",
            column: feature,
            measure,
            limit,
            severity: .fail,
            message: "'\(feature)' and the label '\(target)' have an association of"
                + " \(before.value.shortText) in training and \(after.value.shortText) in the test"
        )
        if !isWhole { finding.check["exact"] = false }
        finding.check["train"] = before.value.json
        finding.check["test"] = after.value.json
        return finding
    }

    /// A column's categories in both samples, by the same numbers.
    private func coded(_ column: String, isLabel: Bool) -> (train: [Int], test: [Int])? {
        guard let trainCells = train.cells(of: column), let testCells = test.cells(of: column)
        else { return nil }
        let column = SampleColumn(Array(trainCells) + Array(testCells))
        let codes: [Int]
        if let numbers = column.numbers, !(isLabel && isClassification) {
            let bins = QuantileBins(Array(numbers.prefix(trainCells.count)))
            codes = numbers.map { isLabel && $0.isNaN ? -1 : bins.bin($0) }
        } else {
            // A missing label is left out, a missing feature is one more category.
            codes = isLabel ? column.codes : column.codes.map { $0 < 0 ? column.count : $0 }
        }
        return (Array(codes.prefix(trainCells.count)), Array(codes.dropFirst(trainCells.count)))
    }

    private func skipped(_ kind: String, _ feature: String) -> Finding {
        Finding(
            skipping: kind,
            feature,
            reason: "'\(feature)' or the label has a single value"
        ).with(.fail)
    }
}

/// How much a feature and the label of a sample say of each other.
private struct Association {
    let value: Double
    let information: Double
    let isWhole: Bool
    private let feature: [Int]
    private let label: [Int]
    private let runs: [Int]

    init?(_ feature: [Int], _ label: [Int], of sample: RowSampleView) {
        let table = ContingencyTable(feature, label)
        guard let value = table.correctedCramersV,
            let information = table.normalizedMutualInformation
        else { return nil }
        self.value = value
        self.information = information
        isWhole = sample.isWhole
        runs = sample.runs
        self.feature = feature
        self.label = label
    }

    /// Where the whole table's value is likely to be; nil if this is it.
    var interval: ClosedRange<Double>? {
        guard !isWhole else { return nil }
        return Jackknife.interval(of: value, runs: runs) { includes in
            ContingencyTable(feature, label, where: includes).correctedCramersV
        }
    }

    /// Half of the interval's width.
    var reach: Double { interval.map { ($0.upperBound - $0.lowerBound) / 2 } ?? 0 }
}
