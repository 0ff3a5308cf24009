import Dataset
import Profile
import RunDocument

/// Numbers that mean something else than they say.
extension ColumnQuality {
    /// Numbers that people write where there is none.
    private static let sentinels: Set<Double> = [
        -999_999, -99_999, -9999, -999, -99, -1, 0, 99, 999, 9999, 99_999, 999_999,
        -2_147_483_648, 2_147_483_647,
    ]

    /// The share of numbers that stand for no value; no peer's number.
    ///
    /// A usual word for no value, as -999, 0 or the epoch, counts as one if it is further from the
    /// other numbers than these are from each other, and they have at least five values.
    var sentinelValues: Finding? {
        guard isMeasured, column.numbers.count > 0 else { return dateSentinels }
        let kind = "sentinel-values"
        let limit = Limit.atMost(thresholds[.sentinelValues])
        guard let counts = column.numbers.counts else {
            // Far from all others is only the least or the greatest.
            let ends = [column.numbers.minimum, column.numbers.maximum].compactMap(\.self)
            guard Self.sentinels.isDisjoint(with: ends) else { return skipped(kind) }
            return Finding(kind, column: name, Measure(0), limit, message: "")
        }
        let found = Self.detached(
            zip(counts.values, counts.counts).map { (Double($0), $1) },
            Self.sentinels.contains
        )
        return sentinelFinding(found.map { ($0.value.shortText, $0.count) }, of: counts.total)
    }

    /// The values that are candidates and far from all that are none.
    private static func detached(
        _ values: [(value: Double, count: Int)],
        _ isCandidate: (Double) -> Bool
    ) -> [(value: Double, count: Int)] {
        let rest = values.map(\.value).filter { !isCandidate($0) }
        guard rest.count >= 5, let low = rest.min(), let high = rest.max() else { return [] }
        return values.filter { value, _ in
            isCandidate(value) && (low - value > high - low || value - high > high - low)
        }
    }

    /// Days that databases and programs write where there is none, as the epoch.
    private var dateSentinels: Finding? {
        let texts = column.texts
        guard texts.dates + texts.datetimes > 0, texts.count == texts.dates + texts.datetimes
        else { return nil }
        guard let counts = texts.counts else { return skipped("sentinel-values") }
        var days: [Double: (text: String, count: Int)] = [:]
        for (value, count) in zip(counts.values, counts.counts) {
            guard let day = CivilDay(prefixOf: value) else { continue }
            days[Double(day.number), default: (String(value.prefix(10)), 0)].count += count
        }
        let placeholders = Set(CivilDay.placeholders.map { Double($0.number) })
        let found = Self.detached(
            days.map { ($0.key, $0.value.count) },
            placeholders.contains
        )
        return sentinelFinding(
            found.sorted { $0.value < $1.value }.map { (days[$0.value]?.text ?? "", $0.count) },
            of: counts.total
        )
    }

    private func sentinelFinding(_ found: [(String, Int)], of total: Int) -> Finding {
        let count = found.reduce(0) { $0 + $1.1 }
        let words = found.map { "'\($0.0)'" }.joined(separator: ", ")
        var finding = Finding(
            "sentinel-values",
            column: name,
            Measure(Double(count) / Double(total)),
            .atMost(thresholds[.sentinelValues]),
            message: "'\(name)' has \(words) in \(count) cells, far from all other values"
        )
        finding.check["values"] = .array(found.map { .string($0.0) })
        finding.check["count"] = .integer(Int64(count))
        return finding
    }

    /// The share of numbers further than three interquartile ranges from the quartiles (Tukey,
    /// Exploratory Data Analysis, "far out"; quartiles by linear interpolation, type 7).
    ///
    /// Deepchecks looks for rows that are outliers in all columns together, which takes a nearest
    /// neighbour search; its limit of 0.005 is kept.
    ///
    /// - Parameter sample: the column's numbers in a sample, for want of counts of all.
    func outliers(sample: NumberCounts?) -> Finding? {
        guard role != .ignore, isMeasured, column.numbers.count > 0 else { return nil }
        guard let counts = column.numbers.counts ?? sample else { return skipped("outliers") }
        guard counts.total >= 10 else { return nil }
        let (first, third) = (counts.quantile(0.25), counts.quantile(0.75))
        let reach = 3 * (third - first)
        // If half of all numbers are one, there is no scale to measure by.
        guard reach > 0 else { return nil }
        let inner = (first - reach)...(third + reach)
        let count = zip(counts.values, counts.counts)
            .reduce(0) { $0 + (inner.contains($1.0) ? 0 : $1.1) }
        var finding = Finding(
            "outliers",
            column: name,
            Measure(count: count, of: counts.total, isWhole: column.numbers.counts != nil),
            .atMost(thresholds[.outliers]),
            message: "'\(name)' has \(count) values outside"
                + " \(inner.lowerBound.shortText) to \(inner.upperBound.shortText)"
        )
        finding.check["count"] = .integer(Int64(count))
        return finding
    }
}

extension NumberCounts {
    /// By linear interpolation between order statistics (Hyndman and Fan's type 7).
    fileprivate func quantile(_ share: Double) -> Double {
        let place = share * Double(total - 1)
        let low = value(at: Int(place))
        guard place > place.rounded(.down) else { return low }
        return low + (place - place.rounded(.down)) * (value(at: Int(place) + 1) - low)
    }

    private func value(at rank: Int) -> Double {
        var seen = 0
        for (value, count) in zip(values, counts) {
            seen += count
            if seen > rank { return value }
        }
        return values.last ?? .nan
    }
}
