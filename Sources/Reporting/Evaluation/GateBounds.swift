import Markup
import RunDocument

/// What a gate asks for, read from its words: `>= 0.9, change >= -0.005`,
/// `<= 0.1 between slices of island`.
struct GateBounds {
    private(set) var lower: Double?
    private(set) var upper: Double?
    /// What it asks of the change, in words.
    private(set) var change: [String] = []
    /// What it compares, as `between slices of island`; nil where it holds a metric itself.
    private(set) var scope: String?

    /// Nil if the check is not a gate.
    init?(_ check: Check) {
        guard
            check.observed == nil || check.observed == .null || check.observed?.doubleValue != nil,
            var words = check.expected, !words.isEmpty
        else { return nil }
        if let range = words.firstRange(of: " between ") {
            scope = words[range.lowerBound...].dropFirst().description.printable()
            words = String(words[..<range.lowerBound])
        }
        for part in words.split(separator: ", ") {
            guard let space = part.lastIndex(of: " "),
                let bound = Double(part[part.index(after: space)...]), bound.isFinite
            else { return nil }
            switch part[..<space] {
            case ">=": lower = bound
            case "<=": upper = bound
            case "change >=", "change <=", "relative change >=", "relative change <=":
                let comparison = part[..<space].hasSuffix(">=") ? "≥" : "≤"
                let prefix = part.hasPrefix("relative") ? "relative change" : "change"
                change.append("\(prefix) \(comparison) \(NumberText.short(bound))")
            default: return nil
            }
        }
    }

    var words: [String] {
        [lower.map { "≥ \(NumberText.short($0))" }, upper.map { "≤ \(NumberText.short($0))" }]
            .compactMap(\.self) + change
    }

    /// All that it asks for, as `≥ 0.9, change ≥ −0.005`.
    var text: String {
        words.joined(separator: ", ") + (scope.map { " \($0)" } ?? "")
    }

    /// Nil if only the change is held.
    var allowed: ClosedRange<Double>? {
        guard lower != nil || upper != nil else { return nil }
        let start = lower ?? -.infinity
        return start...max(start, upper ?? .infinity)
    }
}
