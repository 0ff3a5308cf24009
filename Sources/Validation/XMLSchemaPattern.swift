/// What only XML Schema's regular expressions have, said in Swift's.
///
/// The name classes `\i` and `\c`, and subtraction of one class from another, `[a-z-[aeiou]]`.
/// `^` and `$` stay anchors: Table Schema's own examples use them so.
enum XMLSchemaPattern {
    private static let nameClasses: [Character: String] = [
        "i": #"[\p{L}_:]"#, "I": #"[^\p{L}_:]"#,
        "c": #"[\p{L}\p{M}\p{N}._:\-]"#, "C": #"[^\p{L}\p{M}\p{N}._:\-]"#,
    ]

    static func translated(_ pattern: String) -> String {
        var result = ""
        var depth = 0
        var characters = Array(pattern)[...]
        while let character = characters.popFirst() {
            switch character {
            case "\\":
                guard let letter = characters.popFirst() else { return result + "\\" }
                result += nameClasses[letter] ?? "\\\(letter)"
            case "-" where depth > 0 && characters.first == "[":
                result += "--"
            case "[":
                depth += 1
                result.append(character)
            case "]":
                depth = max(0, depth - 1)
                result.append(character)
            default: result.append(character)
            }
        }
        return result
    }
}
