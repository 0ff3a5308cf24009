/// A text without what people write differently: lower case, letters and digits only.
///
/// Deepchecks' base form. A text of nothing else is its own.
enum BaseForm {
    static func of(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            let kept = text.utf8.filter { $0.isASCIIDigit || $0.isASCIILetter }
            // Digits have the bit that makes letters lower case.
            return kept.isEmpty ? text : String(decoding: kept.map { $0 | 0x20 }, as: UTF8.self)
        }
        let kept = String(text.unicodeScalars.filter(isAlphanumeric)).lowercased()
        return kept.isEmpty ? text : kept
    }

    /// Whether the text has characters, and neither a letter nor a digit among them.
    static func isSpecial(_ text: String) -> Bool {
        !text.isEmpty && !text.utf8.contains { $0.isASCIIDigit || $0.isASCIILetter }
            && !text.unicodeScalars.contains(where: isAlphanumeric)
    }

    /// As Python's `str.isalnum`: letters, and whatever has a numeric value.
    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
            default: return false
            }
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            return true
        default: return scalar.properties.numericType != nil
        }
    }
}
