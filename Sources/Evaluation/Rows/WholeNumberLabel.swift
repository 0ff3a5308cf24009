/// Labels that are whole numbers, with and without decimals.
///
/// pandas writes a column of 0 and 1 as 0.0 and 1.0 as soon as a value of it is missing.
enum WholeNumberLabel {
    /// `1` for `1.0`, and every other label as it is.
    static func text(_ label: String) -> String {
        let bytes = label.utf8
        guard let point = bytes.firstIndex(of: UInt8(ascii: ".")) else { return label }
        let decimals = bytes[bytes.index(after: point)...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = bytes[..<point].dropFirst(isNegative ? 1 : 0)
        guard !decimals.isEmpty, decimals.allSatisfy({ $0 == UInt8(ascii: "0") }), !digits.isEmpty,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return label }
        let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") }
        return String(label[(isZero ? digits.startIndex : label.startIndex)..<point])
    }
}
