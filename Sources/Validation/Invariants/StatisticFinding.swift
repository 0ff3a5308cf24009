import Expressions
import RunDocument

/// A statistic with what it may be if it is an estimate.
package struct Measured: Hashable, Sendable {
    package let value: Double
    package let lower: Double
    package let upper: Double

    package var isExact: Bool { lower == upper }

    package init(_ value: Double) { self.init(value, lower: value, upper: value) }

    package init(_ value: Double, lower: Double, upper: Double) {
        self.value = value
        self.lower = lower
        self.upper = upper
    }

    /// Three standard errors to each side.
    package init(_ value: Double, standardError: Double) {
        self.init(value, lower: value - 3 * standardError, upper: value + 3 * standardError)
    }
}

extension Finding {
    /// A statistic of a column against the range that it must be in.
    ///
    /// An estimate fails only if all that it may be is outside, and the check says that it is one.
    ///
    /// - Parameter measured: nil if the column has no such statistic, which fails.
    package init(
        statistic kind: String,
        of column: String,
        _ measured: Measured?,
        minimum: Double? = nil,
        maximum: Double? = nil
    ) {
        let passed = measured.map { measured in
            !measured.value.isNaN && measured.upper >= minimum ?? -.infinity
                && measured.lower <= maximum ?? .infinity
        }
        self.init(
            kind,
            column: column,
            passed: passed ?? false,
            observed: measured.map { .number($0.value) } ?? .null,
            expected: Self.range(minimum, maximum),
            message: measured.map { "'\(column)' has the \(kind) \($0.value.ruleText)" }
                ?? "'\(column)' has no \(kind)"
        )
        if let measured, !measured.isExact {
            check["exact"] = false
            check["interval"] = [.number(measured.lower), .number(measured.upper)]
        }
    }

    /// The share of present cells that are inside an `enum`.
    package init(domainMassOf column: String, inside: Int, present: Int, minimum: Double) {
        let share = present == 0 ? 1 : Double(inside) / Double(present)
        self.init(
            "minDomainMass",
            column: column,
            passed: share >= minimum,
            observed: .number(share),
            expected: ">= \(minimum.ruleText)",
            message: "\(present - inside) of \(present) values of '\(column)' are not in its enum"
        )
    }

    /// A column that must have none of some numbers, as NaN.
    ///
    /// - Parameters:
    ///   - kind: `disallowNaN`, `disallowInf`.
    ///   - phrase: what is counted, as `NaN`.
    package init(disallowed kind: String, _ phrase: String, of column: String, count: Int) {
        self.init(
            kind,
            column: column,
            passed: count == 0,
            observed: .integer(Int64(count)),
            expected: "no \(phrase)",
            message: "'\(column)' is \(phrase) in \(count) rows"
        )
    }

    /// A table's rows in relation to those of a reference; one without rows fails.
    package init(
        rowCountRatio rows: Int,
        to reference: Int,
        minimum: Double? = nil,
        maximum: Double? = nil
    ) {
        let ratio = reference == 0 ? nil : Double(rows) / Double(reference)
        self.init(
            "row-count-ratio",
            passed: ratio.map { $0 >= minimum ?? 0 && $0 <= maximum ?? .infinity } ?? false,
            observed: ratio.map { .number($0) } ?? .null,
            expected: Self.range(minimum, maximum),
            message: "the table has \(rows) rows, the reference \(reference)"
        )
    }

    /// The bounds in words, as `>= 1, <= 3`.
    static func range(_ minimum: Double?, _ maximum: Double?) -> String {
        [minimum.map { ">= \($0.ruleText)" }, maximum.map { "<= \($0.ruleText)" }]
            .compactMap(\.self).joined(separator: ", ")
    }
}
