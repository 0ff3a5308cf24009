extension String {
    /// Text from data for people: in one line, of bounded length, with nothing in it that is not
    /// seen or that turns the text around it.
    ///
    /// - Parameter limit: in Unicode scalars; longer text ends in `…`.
    package func printable(limit: Int = 200) -> String {
        var result = ""
        for (index, scalar) in unicodeScalars.enumerated() {
            guard index < limit else {
                result += "…"
                break
            }
            if scalar.isInvisible {
                result += scalar.visibleText
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
        // Persian words and joined emoji need these two.
        case .format: value != 0x200C && value != 0x200D
        default: false
        }
    }

    /// The picture that Unicode has for a control character, or the number.
    fileprivate var visibleText: String {
        switch value {
        case ..<0x20: Unicode.Scalar(0x2400 + value).map { String($0) } ?? ""
        case 0x7F: "\u{2421}"
        default:
            "[U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal + "]"
        }
    }

    private var hexadecimal: String { String(value, radix: 16, uppercase: true) }
}
