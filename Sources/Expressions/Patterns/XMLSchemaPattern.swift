/// What XML Schema's and Python's regular expressions have and PCRE2 has not, said as it has it.
///
/// Of XML Schema: the name classes `\i` and `\c`, and subtraction of one class from another,
/// `[a-z-[aeiou]]`. Of Python: `\u0041` and `{,3}`. `^` and `$` stay anchors: Table Schema's own
/// examples use them so.
struct XMLSchemaPattern {
    /// What the name classes have in brackets.
    private static let names: [Unicode.Scalar: String] = [
        "i": #"\p{L}_:"#, "c": #"\p{L}\p{M}\p{N}._:\-"#,
    ]
    /// The other way round.
    private static let others: [Unicode.Scalar: Unicode.Scalar] = ["I": "i", "C": "c"]

    /// Classes subtracted from classes subtracted from classes are few; more are not translated.
    private static let deepest = 16

    private var rest: ArraySlice<Unicode.Scalar>

    static func translated(_ pattern: String) -> String {
        var translation = XMLSchemaPattern(rest: Array(pattern.unicodeScalars)[...])
        var result = ""
        while let scalar = translation.rest.popFirst() {
            switch scalar {
            case "\\": result += translation.escape()
            case "[": result += translation.bracket(depth: 0)
            case "{" where translation.rest.first == ",": result += "{0"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// What follows a backslash outside of brackets.
    private mutating func escape() -> String {
        guard let letter = rest.popFirst() else { return "\\" }
        if let name = Self.names[letter] { return "[\(name)]" }
        if let name = Self.complement(letter) { return name }
        return plainEscape(letter)
    }

    private static func complement(_ letter: Unicode.Scalar) -> String? {
        others[letter].flatMap { names[$0] }.map { "[^\($0)]" }
    }

    private mutating func plainEscape(_ letter: Unicode.Scalar) -> String {
        let digits = letter == "u" ? 4 : letter == "U" ? 8 : 0
        let number = rest.prefix(digits)
        guard digits > 0, number.count == digits,
            number.allSatisfy({ $0.properties.isASCIIHexDigit })
        else { return "\\\(letter)" }
        rest = rest.dropFirst(digits)
        return "\\x{\(String(String.UnicodeScalarView(number)))}"
    }

    /// What follows an opening bracket, up to the one that closes it.
    private mutating func bracket(depth: Int) -> String {
        var items = ""
        var complements: [String] = []
        var subtracted = ""
        let isNegated = rest.first == "^"
        if isNegated { rest.removeFirst() }
        // As its first item, a closing bracket is one.
        if rest.first == "]" {
            rest.removeFirst()
            items = "\\]"
        }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "]":
                let written = Self.written(items, complements, isNegated)
                return subtracted.isEmpty ? written : "(?:(?!\(subtracted))\(written))"
            case "\\": itemEscape(&items, &complements)
            case "-" where rest.first == "[" && depth < Self.deepest:
                rest.removeFirst()
                subtracted = bracket(depth: depth + 1)
            case "[" where rest.first == ":": items += "["
            case "[": items += "\\["
            default: items.unicodeScalars.append(scalar)
            }
        }
        // Not closed, which PCRE2 is to say.
        return "["
    }

    private mutating func itemEscape(_ items: inout String, _ complements: inout [String]) {
        guard let letter = rest.popFirst() else { return items += "\\" }
        if let name = Self.names[letter] {
            items += name
        } else if let complement = Self.complement(letter) {
            complements.append(complement)
        } else {
            items += plainEscape(letter)
        }
    }

    private static func written(_ items: String, _ complements: [String], _ isNegated: Bool)
        -> String
    {
        if complements.isEmpty { return "[\(isNegated ? "^" : "")\(items)]" }
        let choices = complements + (items.isEmpty ? [] : ["[\(items)]"])
        let any = choices.joined(separator: "|")
        return isNegated ? "(?:(?!\(any))(?s:.))" : "(?:\(any))"
    }
}
