import Dataset
import Expressions
import Profile
import RunDocument

/// What a field says of its column as a whole, held against the column's profile.
struct StatisticChecks {
    let field: TableField
    let column: ColumnProfile
    /// Microseconds since 1970.
    let now: Int64

    /// - Parameter outside: present cells that are not in the `enum` or the categories.
    func findings(outside: Int) -> [Finding] {
        presence + domainMass(outside) + special + distinct + ranges + freshness
    }

    private var presence: [Finding] {
        guard let presence = field.presence else { return [] }
        let fraction = column.rows == 0 ? 0 : Double(column.present) / Double(column.rows)
        var expected: [String] = []
        var passed = true
        if let minimum = presence.minFraction {
            expected.append("fraction >= \(minimum)")
            passed = passed && fraction >= minimum
        }
        if let minimum = presence.minCount {
            expected.append("count >= \(minimum)")
            passed = passed && column.present >= minimum
        }
        return [
            Finding(
                "presence",
                column: field.name,
                passed: passed,
                observed: .number(fraction),
                expected: expected.joined(separator: ", "),
                message:
                    "'\(field.name)' has a value in \(column.present) of \(column.rows) rows"
            )
        ]
    }

    private func domainMass(_ outside: Int) -> [Finding] {
        guard let minimum = field.minDomainMass else { return [] }
        return [
            Finding(
                domainMassOf: field.name,
                inside: column.present - outside,
                present: column.present,
                minimum: minimum
            )
        ]
    }

    private var special: [Finding] {
        var findings: [Finding] = []
        let numbers = column.numbers
        if field.disallowNaN {
            findings.append(
                Finding(disallowed: "disallowNaN", "NaN", of: field.name, count: numbers.nan))
        }
        if field.disallowInf {
            let count = numbers.positiveInfinity + numbers.negativeInfinity
            findings.append(
                Finding(disallowed: "disallowInf", "infinite", of: field.name, count: count))
        }
        return findings
    }

    private var distinct: [Finding] {
        guard let range = field.uniqueCount else { return [] }
        let estimate = column.distinct
        return [
            Finding(
                statistic: "uniqueCount",
                of: field.name,
                Measured(estimate.value, standardError: estimate.standardError),
                minimum: range.minimum.map(Double.init),
                maximum: range.maximum.map(Double.init)
            )
        ]
    }

    private var ranges: [Finding] {
        let numbers = column.numbers
        let exact: [(String, ValueRange?, Double?)] = [
            ("mean", field.mean, numbers.mean),
            ("sum", field.sum, numbers.mean.map { $0 * Double(numbers.count) }),
            ("stdev", field.stdev, numbers.standardDeviation),
        ]
        var findings = exact.compactMap { kind, range, value in
            range.map { finding(kind, $0, value.map(Measured.init)) }
        }
        if let range = field.median { findings.append(finding("median", range, quantile(0.5))) }
        for quantile in field.quantiles {
            findings.append(
                finding(
                    "quantile-\(quantile.probability.ruleText)", quantile.range,
                    self.quantile(quantile.probability)))
        }
        return findings
    }

    private func finding(_ kind: String, _ range: ValueRange, _ measured: Measured?) -> Finding {
        Finding(
            statistic: kind, of: field.name, measured, minimum: range.minimum,
            maximum: range.maximum)
    }

    /// A quantile, with the interval that a sketch leaves open.
    private func quantile(_ share: Double) -> Measured? {
        let numbers = column.numbers
        guard let value = numbers.quantile(share) else { return nil }
        guard numbers.rankError > 0,
            let lower = numbers.quantile(max(0, share - numbers.rankError)),
            let upper = numbers.quantile(min(1, share + numbers.rankError))
        else { return Measured(value) }
        return Measured(value, lower: min(lower, value), upper: max(upper, value))
    }

    private var freshness: [Finding] {
        guard let age = field.maximumAge else { return [] }
        return [
            Finding(
                freshnessOf: field.name,
                newest: column.texts.latest,
                type: field.type,
                now: now,
                maximumAge: age.microseconds,
                expected: age.text
            )
        ]
    }
}
