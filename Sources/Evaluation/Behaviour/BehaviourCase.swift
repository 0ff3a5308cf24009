/// One expectation of how a model behaves, after CheckList (Ribeiro et al. 2020).
package struct BehaviourCase: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// An answer that a model worth anything gives.
        case minimumFunctionality = "minimum_functionality"
        /// A change that must not change the answer.
        case invariance
        /// A change that must move the answer one way.
        case directional
    }

    package enum Severity: String, CaseIterable, Sendable { case error, warning }

    /// A cell; its column's type has been looked at.
    enum Cell: Hashable, Sendable {
        case missing
        case number(Double)
        case text(String)
        /// Of the number that stands there.
        case sum(Double)
        case product(Double)
    }

    enum Input: Hashable, Sendable {
        case rows([[String: Cell]])
        /// Rows of the test data, evenly chosen among those for which an expression is true.
        case data(where: String?, rows: Int)
    }

    enum Direction: String, CaseIterable, Sendable {
        case increase, decrease
        case notIncrease = "not_increase"
        case notDecrease = "not_decrease"

        func holds(from before: Double, to after: Double, tolerance: Double) -> Bool {
            switch self {
            case .increase: after > before + tolerance
            case .decrease: after < before - tolerance
            case .notIncrease: after <= before + tolerance
            case .notDecrease: after >= before - tolerance
            }
        }
    }

    enum Expectation: Hashable, Sendable {
        /// A label, and bounds of labels' scores.
        case answer(label: String?, scores: [String: ScoreBounds])
        case value(ScoreBounds)
        case same
        /// By label; the empty label for a regression.
        case moves([String: Direction])
    }

    struct ScoreBounds: Hashable, Sendable {
        var minimum: Double?
        var maximum: Double?

        func contains(_ value: Double) -> Bool {
            value >= minimum ?? -.infinity && value <= maximum ?? .infinity
        }

        var text: String {
            [minimum.map { ">= \($0)" }, maximum.map { "<= \($0)" }].compactMap(\.self)
                .joined(separator: " and ")
        }
    }

    package let name: String
    package let kind: Kind
    package let severity: Severity
    /// The share of rows that may fail.
    package let maximumFailureRate: Double
    package let line: Int
    let input: Input
    /// Each of them is put into each row by itself; one that is empty for minimum functionality.
    let changes: [[String: Cell]]
    let expectation: Expectation
    /// Nil where only the label counts.
    let tolerance: Double?
}
