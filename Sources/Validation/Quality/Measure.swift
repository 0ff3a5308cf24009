import Profile
import RunDocument

/// A number that a check holds against a limit.
struct Measure: Hashable, Sendable {
    var value: Double
    /// Where the number of the whole table is, if only a part of it was looked at.
    var interval: ClosedRange<Double>?

    /// An exact number.
    init(_ value: Double) { self.value = value }

    init(_ value: Double, within interval: ClosedRange<Double>?) {
        self.value = value
        self.interval = interval
    }

    /// Three standard errors to each side.
    init(_ estimate: Estimate) {
        value = estimate.value
        guard !estimate.isExact else { return }
        let reach = 3 * estimate.standardError
        interval = (value - reach)...(value + reach)
    }

    /// A share of a sample: Wilson's interval of 99 %.
    ///
    /// Wilson, Probable inference, the law of succession, and statistical inference (1927).
    init(count: Int, of total: Int, isWhole: Bool) {
        let size = Double(total)
        let share = total == 0 ? 0 : Double(count) / size
        self.init(share)
        guard !isWhole, total > 0 else { return }
        let z = 2.575_829_303_548_901
        let center = (share + z * z / (2 * size)) / (1 + z * z / size)
        let reach =
            z / (1 + z * z / size)
            * (share * (1 - share) / size + z * z / (4 * size * size)).squareRoot()
        // Where center and reach are equal but for rounding, none is not a little.
        let lower = count == 0 ? 0 : max(0, center - reach)
        let upper = count == total ? 1 : min(1, center + reach)
        interval = lower...upper
    }
}

/// What a measure must be.
enum Limit: Hashable, Sendable {
    case atMost(Double)
    case below(Double)
    case atLeast(Double)
    case above(Double)

    /// Whether a measure is past the limit, for an uncertain one with its whole interval.
    func isBroken(by measure: Measure) -> Bool {
        let lower = measure.interval?.lowerBound ?? measure.value
        let upper = measure.interval?.upperBound ?? measure.value
        return switch self {
        case .atMost(let limit): lower > limit
        case .below(let limit): lower >= limit
        case .atLeast(let limit): upper < limit
        case .above(let limit): upper <= limit
        }
    }

    /// As it stands in a check, as `<= 0.05`.
    var phrase: String {
        switch self {
        case .atMost(let limit): "<= \(limit.shortText)"
        case .below(let limit): "< \(limit.shortText)"
        case .atLeast(let limit): ">= \(limit.shortText)"
        case .above(let limit): "> \(limit.shortText)"
        }
    }
}

extension Double {
    /// With four decimals at most, and without the point if there are none.
    var shortText: String {
        guard magnitude < 1e11 else { return description }
        let rounded = (self * 10_000).rounded() / 10_000
        if rounded == rounded.rounded() { return "\(Int64(rounded))" }
        return rounded.description
    }

    /// As a label is written: all digits that tell it from others.
    var labelText: String {
        self == rounded() && magnitude < 1e15 ? "\(Int64(self))" : description
    }

    /// As JSON: an integer if it is one.
    var json: JSONValue {
        self == rounded() && magnitude < 1e15 ? .integer(Int64(self)) : .number(self)
    }
}

extension Finding {
    /// A check of a number that may be known only within an interval.
    ///
    /// - Parameter message: what is wrong, where it is.
    init(
        _ kind: String,
        column: String? = nil,
        _ measure: Measure,
        _ limit: Limit,
        severity: Severity = .warn,
        message: @autoclosure () -> String
    ) {
        let isBroken = limit.isBroken(by: measure)
        self.init(
            kind,
            column: column,
            passed: !isBroken,
            observed: measure.value.json,
            expected: limit.phrase,
            message: isBroken ? message() : ""
        )
        if let interval = measure.interval {
            check["exact"] = false
            check["interval"] = [interval.lowerBound.json, interval.upperBound.json]
        }
        self = with(severity)
    }
}
