import Dataset

/// A pattern of the JDK's `DateTimeFormatter` as one of `strptime`.
struct DateTimePattern {
    let text: String

    private static let directives: [String: String] = [
        "yyyy": "%Y", "uuuu": "%Y", "YYYY": "%Y", "yy": "%y", "uu": "%y", "MM": "%m", "M": "%m",
        "MMM": "%b", "MMMM": "%B", "dd": "%d", "d": "%d", "DDD": "%j", "EEE": "%a", "EEEE": "%A",
        "HH": "%H", "H": "%H", "hh": "%I", "h": "%I", "mm": "%M", "m": "%M", "ss": "%S",
        "s": "%S", "a": "%p", "Z": "%z", "X": "%z", "XX": "%z", "XXX": "%z", "z": "%Z", "T": "T",
    ]

    /// - Returns: nil for letters that have no counterpart.
    init?(_ pattern: String) {
        var text = ""
        var rest = pattern[...]
        while let character = rest.first {
            if character == "'" {
                guard let literal = Self.literal(&rest) else { return nil }
                text += literal
                continue
            }
            let run = rest.prefix { $0 == character }
            rest = rest.dropFirst(run.count)
            if run.allSatisfy({ $0 == "S" }) {
                text += "%f"
            } else if !character.isLetter {
                text += run.replacing("%", with: "%%")
            } else if let directive = Self.directives[String(run)] {
                text += directive
            } else {
                return nil
            }
        }
        self.text = text
    }

    /// Text in quotes; two quotes are one.
    private static func literal(_ rest: inout Substring) -> String? {
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: "'") else { return nil }
        let literal = rest[..<end]
        rest = rest[end...].dropFirst()
        return literal.isEmpty ? "'" : String(literal.replacing("%", with: "%%"))
    }

    var hasTime: Bool { text.contains("%H") || text.contains("%I") }

    /// Whether the type's default form says the same.
    func isUsual(for type: FieldType) -> Bool {
        switch type {
        case .date: text == "%Y-%m-%d"
        case .time: text == "%H:%M:%S" || text == "%H:%M:%S.%f"
        default:
            ["", ".%f"].contains { fraction in
                ["", "Z", "%z"].contains { text == "%Y-%m-%dT%H:%M:%S\(fraction)\($0)" }
            }
        }
    }
}
