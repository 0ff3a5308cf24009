/// Text from a run document as it may stand in a mail's body.
enum DisplayText {
    private static let limit = 4000

    /// Replaces control characters, cuts what is endless, and keeps marks that HTML escapes apart
    /// from combining characters: the template engine escapes whole characters, so a `"` with an
    /// accent on it would pass unescaped and end an attribute.
    static func clean(_ text: String) -> String {
        let wordJoiner: Unicode.Scalar = "\u{2060}"
        var scalars = String.UnicodeScalarView()
        var count = 0
        for character in text {
            guard count < limit else {
                scalars.append(contentsOf: " […]".unicodeScalars)
                break
            }
            let needsApart =
                character.unicodeScalars.count > 1
                && character.unicodeScalars.contains { "<>&\"'".unicodeScalars.contains($0) }
            for scalar in character.unicodeScalars {
                if needsApart { scalars.append(wordJoiner) }
                scalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
                count += 1
            }
        }
        return String(scalars)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case ..<0x20, 0x7F..<0xA0: true
        // Marks that turn the direction of the text around them.
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
