/// Sections of the pages that say what may stand in a file.
extension RoffPage {
    /// What a page says of a key.
    package struct KeyEntry {
        let key: String
        let meaning: String
        /// What holds without it.
        let fallback: String?
        /// The key with a value, as it stands in the file.
        let example: String

        package init(_ key: String, _ meaning: String, fallback: String?, example: String) {
            self.key = key
            self.meaning = meaning
            self.fallback = fallback
            self.example = example
        }
    }

    /// - Parameter text: paragraphs with an empty line between them.
    package mutating func section(_ title: String, _ text: String) {
        macro("Sh", title)
        for (index, paragraph) in text.split(separator: "\n\n").enumerated() {
            if index > 0 { macro("Pp") }
            self.text(String(paragraph).replacing("\n", with: " "))
        }
    }

    /// - Parameter text: what stands before the keys, as in other sections.
    package mutating func section(_ title: String, _ text: String, keys: [KeyEntry]) {
        section(title, text)
        macro("Bl", "-tag -width indent")
        for entry in keys {
            macro("It", "Cm \(entry.key)")
            self.text("\(entry.meaning).")
            if let fallback = entry.fallback { self.text("By default \(fallback).") }
            literalLine(entry.example)
        }
        macro("El")
    }
}
