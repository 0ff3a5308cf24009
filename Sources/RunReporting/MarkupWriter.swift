/// Writes the elements of an XML document or an HTML page.
///
/// Names of elements and attributes are literals of this program, and everything else is escaped:
/// data can make neither an element nor an attribute.
package struct MarkupWriter {
    package typealias Attributes = KeyValuePairs<StaticString, String?>

    package private(set) var text: String

    /// - Parameter prologue: what stands before the first element.
    package init(prologue: StaticString) { text = "\(prologue)\n" }

    /// An element and what is in it; an attribute whose value is nil is left out.
    package mutating func element(
        _ name: StaticString,
        _ attributes: Attributes = [:],
        _ content: (inout MarkupWriter) -> Void
    ) {
        open(name, attributes)
        text += ">"
        content(&self)
        text += "</\(name)>"
    }

    /// An element with nothing but text in it.
    package mutating func element(
        _ name: StaticString,
        _ attributes: Attributes,
        _ content: String
    ) {
        element(name, attributes) { $0.write(content) }
    }

    package mutating func element(_ name: StaticString, _ content: String) {
        element(name, [:], content)
    }

    /// An element that can have nothing in it.
    package mutating func empty(_ name: StaticString, _ attributes: Attributes = [:]) {
        open(name, attributes)
        text += "/>"
    }

    /// Style sheets; their text is not escaped, because HTML does not read escapes there.
    package mutating func style(_ sheets: [StaticString]) {
        text += "<style>\n"
        for sheet in sheets { text += "\(sheet)\n" }
        text += "</style>"
    }

    package mutating func write(_ content: String) {
        append(content, isAttribute: false)
    }

    package mutating func newline() { text += "\n" }

    private mutating func open(_ name: StaticString, _ attributes: Attributes) {
        text += "<\(name)"
        for (key, value) in attributes {
            guard let value else { continue }
            text += " \(key)=\""
            append(value, isAttribute: true)
            text += "\""
        }
    }

    /// Goes by scalars: as a character, a quote with an accent on it is no quote.
    private mutating func append(_ content: String, isAttribute: Bool) {
        for scalar in content.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\n", "\t": text += isAttribute ? "&#\(scalar.value);" : String(scalar)
            default: text.unicodeScalars.append(scalar.isForbidden ? "\u{FFFD}" : scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 or HTML forbids it, or advises against it.
    fileprivate var isForbidden: Bool {
        switch value {
        case ..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}
