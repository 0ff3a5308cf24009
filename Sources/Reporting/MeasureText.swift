import Glibc
import RunReporting

/// Measured values, with as many digits as they deserve.
extension NumberText {
    /// From here on numbers are too long for a cell on a telephone.
    private static let large = 1e7

    /// Four digits that count, and no zeros after the fourth decimal: `0.9120`, `0.0312`, `12.35`,
    /// `1235`; whole numbers in full, and what is larger than a cell is wide as `1.32e10`.
    ///
    /// What is not quite 1 does not read `1.000`.
    static func measure(_ number: Double) -> String {
        let magnitude = number.magnitude
        guard number.isFinite, magnitude < large else { return short(number) }
        guard magnitude != magnitude.rounded() else { return value(number) }
        let sign = number < 0 ? minus : ""
        guard magnitude >= 1e-4 else { return sign + scientific(magnitude, decimals: 3) }
        let decimals = decimals(of: number)
        let texts = (decimals...decimals + 4).map { fixed(magnitude, decimals: $0) }
        let isWhole = { (text: String) in
            magnitude < 10 && text.drop { $0 != "." }.dropFirst().allSatisfy { $0 == "0" }
        }
        return sign + (texts.first { !isWhole($0) } ?? "≈\(texts[0])")
    }

    /// A difference with its sign, to the decimals that its value is shown with: `+0.0123`.
    static func change(_ difference: Double, of value: Double) -> String {
        guard difference != 0 else { return "±0" }
        let sign = difference < 0 ? minus : "+"
        let magnitude = difference.magnitude
        guard (1e-9..<large).contains(magnitude) else { return sign + short(magnitude) }
        let leading = max(0, -Int(log10(magnitude).rounded(.down)))
        return sign + fixed(magnitude, decimals: max(decimals(of: value), leading))
    }

    /// A share at the tick of an axis: `20%`.
    static func percentTick(_ share: Double) -> String { value(share * 100) + "%" }

    /// To the hundredth, for a sentence.
    static func rounded(_ number: Double) -> String {
        number.magnitude < large ? value((number * 100).rounded() / 100) : short(number)
    }

    /// As `value`, but three digits that count from ten millions on: `45,272`, `1.32e10`.
    static func short(_ number: Double) -> String {
        guard number.isFinite, number.magnitude >= large else { return value(number) }
        return (number < 0 ? minus : "") + scientific(number.magnitude, decimals: 2)
    }

    /// Three digits that count: `1.25`, `340`.
    static func brief(_ number: Double) -> String {
        guard number.isFinite, number != 0, (1e-3..<1e12).contains(number.magnitude) else {
            return value(number)
        }
        let decimals = 2 - Int(log10(number.magnitude).rounded(.down))
        let factor = pow(10, Double(decimals))
        return value((number * factor).rounded() / factor)
    }

    /// A p-value: two digits that count.
    static func probability(_ number: Double) -> String {
        guard number.isFinite, number > 0 else { return value(number) }
        let factor = pow(10, 1 - log10(number).rounded(.down))
        return value((number * factor).rounded() / factor)
    }

    /// As `0.8812 to 0.9403`.
    static func range(_ lower: Double, _ upper: Double) -> String {
        "\(measure(lower)) to \(measure(upper))"
    }

    /// So many that four digits count.
    private static func decimals(of value: Double) -> Int {
        guard value.isFinite, value != 0 else { return 4 }
        return min(7, max(0, 3 - Int(log10(value.magnitude).rounded(.down))))
    }

    private static func fixed(_ magnitude: Double, decimals: Int) -> String {
        let parts = format("%.\(decimals)f", magnitude).split(separator: ".")
        guard parts.count > 1 else { return grouped(String(parts[0])) }
        var fraction = parts[1]
        while fraction.count > 4, fraction.last == "0" { fraction.removeLast() }
        return "\(grouped(String(parts[0]))).\(fraction)"
    }
}
