/// A text without what people write differently: lower case, letters and digits only.
///
/// Deepchecks' base form. A text of nothing else is its own.
enum BaseForm {
    static func of(_ text: String) -> String {
        let kept = String(text.unicodeScalars.filter(isAlphanumeric)).lowercased()
        return kept.isEmpty ? text : kept
    }

    /// Whether the text has characters, and neither a letter nor a digit among them.
    static func isSpecial(_ text: String) -> Bool {
        !text.isEmpty && !text.unicodeScalars.contains(where: isAlphanumeric)
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
