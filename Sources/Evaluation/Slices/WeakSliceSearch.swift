package import Dataset
import Glibc

/// Looks for the slices of one or two features on which a model is worst.
///
/// After Slice Finder (Chung et al. 2019): a slice is weak if its mean loss is above that of all
/// other rows by an effect size that matters and by Welch's test, one-sided. The p-values are
/// corrected by Benjamini and Hochberg for every slice that was looked at, not only for those that
/// are shown. All pairs are looked at, as SliceLine does (Sagadeeva and Boehm 2021).
package struct WeakSliceSearch: Sendable {
    package struct Options: Sendable {
        /// Rows that a slice must have.
        package var minimumSize = 30
        /// Slice Finder's T.
        package var minimumEffect = 0.4
        /// The share of false discoveries that is accepted.
        package var significance = 0.05
        /// Weak slices at most, the worst first.
        package var limit = 10

        package init() {}
    }

    package struct Result: Sendable {
        package var slices: [WeakSlice]
        /// Slices that had rows enough to be tested, which the p-values are corrected for.
        package var testedCount: Int
    }

    let options: Options

    package init(_ options: Options = Options()) { self.options = options }

    /// Searches the columns of a table; each row has its loss.
    ///
    /// - Parameters:
    ///   - columns: the features, by name; those that the table lacks are left out.
    ///   - booleans: which of them are true or false rather than 1 or 0.
    /// - Precondition: `losses.count == table.rowCount`.
    package func search(
        _ table: Table, columns: [String], booleans: Set<String> = [], loss: RowLoss,
        losses: [Double]
    ) -> Result {
        let features = columns.compactMap { table[$0] }.concurrentMap {
            FeatureLiterals($0, isBoolean: booleans.contains($0.name))
        }.compactMap(\.self)
        // Around their mean, so that the sums of squares lose no digits.
        let center = losses.isEmpty ? 0 : losses.reduce(0, +) / Double(losses.count)
        let sums = LossSums(features, losses.map { $0 - center })
        let tested = sums.slices(minimumSize: max(2, options.minimumSize))
        let pValues = tested.map { $0.moments.pValue(over: sums.all - $0.moments) }
        let corrected = FalseDiscoveryRate.adjusted(pValues)
        var weak = zip(tested, corrected).compactMap { slice, pValue -> Finding? in
            let effect = slice.moments.effect(over: sums.all - slice.moments)
            guard pValue <= options.significance, effect >= options.minimumEffect else {
                return nil
            }
            return Finding(slice: slice, effect: effect, pValue: pValue)
        }
        weak = withoutRedundant(weak, sums)
        weak.sort { $0.precedes($1) }
        let found = weak.prefix(options.limit).map { finding in
            let others = sums.all - finding.slice.moments
            return WeakSlice(
                name: sums.name(finding.slice),
                rowCount: Int(finding.slice.moments.count),
                metric: loss.rawValue,
                value: loss.metric(finding.slice.moments.mean + center),
                others: loss.metric(others.mean + center),
                effectSize: finding.effect,
                pValue: finding.pValue
            )
        }
        return Result(slices: Array(found), testedCount: tested.count)
    }

    private struct Finding {
        let slice: CandidateSlice
        let effect: Double
        let pValue: Double

        /// The worse first, then the larger, then in the order of the features.
        func precedes(_ other: Finding) -> Bool {
            if effect != other.effect { return effect > other.effect }
            if slice.moments.count != other.slice.moments.count {
                return slice.moments.count > other.slice.moments.count
            }
            return slice.literals.lexicographicallyPrecedes(other.slice.literals) {
                ($0.feature, $0.code) < ($1.feature, $1.code)
            }
        }
    }

    /// Leaves out a pair that is not worse than the rest of a weak slice that it lies in, and a
    /// single literal that is weak only because of a pair in it.
    private func withoutRedundant(_ weak: [Finding], _ sums: LossSums) -> [Finding] {
        var singles: [CandidateSlice.Literal: LossMoments] = [:]
        for finding in weak where finding.slice.literals.count == 1 {
            singles[finding.slice.literals[0]] = finding.slice.moments
        }
        let pairs = weak.filter { finding in
            finding.slice.literals.count == 2
                && finding.slice.literals.allSatisfy { literal in
                    guard let parent = singles[literal] else { return true }
                    return isWorse(finding.slice.moments, than: parent - finding.slice.moments)
                }
        }
        var explained: Set<CandidateSlice.Literal> = []
        for pair in pairs {
            for literal in pair.slice.literals {
                guard let parent = singles[literal] else { continue }
                let rest = parent - pair.slice.moments
                if !isWorse(rest, than: sums.all - parent) { explained.insert(literal) }
            }
        }
        let kept = weak.filter {
            $0.slice.literals.count == 1 && !explained.contains($0.slice.literals[0])
        }
        return kept + pairs
    }

    private func isWorse(_ slice: LossMoments, than others: LossMoments) -> Bool {
        slice.count >= 2 && others.count >= 2
            && slice.effect(over: others) >= options.minimumEffect
            && slice.pValue(over: others) <= options.significance
    }
}
