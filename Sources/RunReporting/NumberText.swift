import Glibc

/// Numbers as people read them in a report.
package enum NumberText {
    package static let minus = "\u{2212}"

    /// Integers in full, others with five digits that count: `1,234,567`, `43.922`, `1.5e−7`.
    package static func value(_ number: Double) -> String {
        let magnitude = number.magnitude
        let sign = number < 0 ? minus : ""
        guard number.isFinite else { return number.isNaN ? "NaN" : "\(sign)∞" }
        if magnitude == magnitude.rounded(), magnitude < 1e15 {
            return sign + grouped(String(Int(magnitude)))
        }
        guard (1e-4..<1e15).contains(magnitude) else { return sign + scientific(magnitude) }
        let decimals = max(0, 4 - Int(log10(magnitude).rounded(.down)))
        let parts = format("%.\(decimals)f", magnitude).split(separator: ".")
        let fraction = parts.count < 2 ? "" : trimmed(parts[1])
        return sign + grouped(String(parts[0])) + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    package static func count(_ number: Int) -> String {
        (number < 0 ? minus : "") + grouped(String(number.magnitude))
    }

    /// A share of a whole; what is not all of it never reads `100%`, nor a little of it `0%`.
    package static func percent(_ share: Double) -> String {
        switch share {
        case 0, 1: return "\(Int(share * 100))%"
        case ..<0.001: return "<0.1%"
        case 0.999...: return ">99.9%"
        default: return format("%.1f", share * 100) + "%"
        }
    }

    /// A length in a drawing, to the hundredth; 0 for what is no length.
    package static func coordinate(_ length: Double) -> String {
        guard length.isFinite else { return "0" }
        let parts = format("%.2f", length).split(separator: ".")
        let fraction = trimmed(parts[1])
        return fraction.isEmpty ? String(parts[0]) : "\(parts[0]).\(fraction)"
    }

    package static func seconds(milliseconds: Double) -> String {
        format("%.3f", max(0, milliseconds) / 1000)
    }

    package static func scientific(_ magnitude: Double, decimals: Int = 4) -> String {
        let parts = format("%.\(decimals)e", magnitude).split(separator: "e")
        let digits = parts[0].split(separator: ".")
        let fraction = trimmed(digits[1])
        let exponent = parts[1].drop { $0 == "+" || $0 == "-" || $0 == "0" }
        let sign = parts[1].hasPrefix("-") ? minus : ""
        return "\(digits[0])\(fraction.isEmpty ? "" : ".\(fraction)")e\(sign)\(exponent)"
    }

    /// Commas between thousands, from five digits on: a year has none.
    package static func grouped(_ digits: String) -> String {
        guard digits.count > 4 else { return digits }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return result
    }

    private static func trimmed(_ fraction: Substring) -> String {
        var fraction = fraction
        while fraction.last == "0" { fraction.removeLast() }
        return String(fraction)
    }

    package static func format(_ pattern: String, _ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 400)
        let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, pattern, $0) }
        let digits = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
        return String(decoding: digits.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
