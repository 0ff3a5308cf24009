/// A tag or a text.
package enum XMLEvent: Hashable, Sendable {
    case start(name: String, attributes: [String: String])
    case text(String)
    case end(name: String)
}

/// Reads XML from an untrusted program, tag by tag.
///
/// It knows no document types, so nothing in a text can refer to a file or grow without bound.
package struct XMLReader {
    package static let maximumDepth = 64
    package static let maximumAttributes = 100

    private var scanner: XMLScanner
    private var open: [String] = []
    private var hasRoot = false
    /// The name of an empty element whose end has not been told.
    private var emptyElement: String?

    /// - Throws: `XMLSyntaxError`.
    package init(_ bytes: [UInt8]) throws(XMLSyntaxError) {
        scanner = try XMLScanner(bytes)
        try readDeclaration()
    }

    /// The next tag or text; nil after the last one.
    ///
    /// - Throws: `XMLSyntaxError`.
    package mutating func next() throws(XMLSyntaxError) -> XMLEvent? {
        if let name = emptyElement {
            emptyElement = nil
            return .end(name: name)
        }
        while !scanner.isAtEnd {
            if scanner.next != "<" {
                if !open.isEmpty { return .text(try scanner.text()) }
                guard scanner.skipSpace() else {
                    throw scanner.failure("text outside of the root element")
                }
            } else if let event = try markup() {
                return event
            }
        }
        guard hasRoot else { throw scanner.failure("the text has no element") }
        guard open.isEmpty else {
            throw scanner.failure("the text ends inside '\(open[open.count - 1])'")
        }
        return nil
    }

    /// A fault of what was read last.
    func failure(_ reason: String) -> XMLSyntaxError { scanner.failure(reason) }

    /// What begins with '<'; nil for a comment or an instruction.
    private mutating func markup() throws(XMLSyntaxError) -> XMLEvent? {
        if scanner.take("<!--") {
            _ = try scanner.raw(until: "--")
            try scanner.expect(">")
            return nil
        }
        if scanner.take("<?") {
            try skipInstruction()
            return nil
        }
        if scanner.take("<![CDATA[") {
            guard !open.isEmpty else { throw scanner.failure("text outside of the root element") }
            return .text(try scanner.raw(until: "]]>"))
        }
        if scanner.take("<!") {
            throw scanner.failure("a document type or a declaration, which is not read")
        }
        return scanner.take("</") ? try endTag() : try startTag()
    }

    private mutating func startTag() throws(XMLSyntaxError) -> XMLEvent {
        try scanner.expect("<")
        guard !(open.isEmpty && hasRoot) else { throw scanner.failure("a second root element") }
        guard open.count < Self.maximumDepth else {
            throw scanner.failure("nested deeper than \(Self.maximumDepth) levels")
        }
        let name = try scanner.name()
        let attributes = try attributes()
        hasRoot = true
        if scanner.take("/>") {
            emptyElement = name
        } else {
            try scanner.expect(">")
            open.append(name)
        }
        return .start(name: name, attributes: attributes)
    }

    private mutating func attributes() throws(XMLSyntaxError) -> [String: String] {
        var attributes: [String: String] = [:]
        while scanner.skipSpace(), let next = scanner.next, next != ">", next != "/" {
            let key = try scanner.name()
            scanner.skipSpace()
            try scanner.expect("=")
            scanner.skipSpace()
            guard attributes.updateValue(try scanner.attributeValue(), forKey: key) == nil else {
                throw scanner.failure("the attribute '\(key)' stands twice")
            }
            guard attributes.count <= Self.maximumAttributes else {
                throw scanner.failure("more than \(Self.maximumAttributes) attributes")
            }
        }
        return attributes
    }

    private mutating func endTag() throws(XMLSyntaxError) -> XMLEvent {
        let name = try scanner.name()
        scanner.skipSpace()
        try scanner.expect(">")
        guard open.last == name else {
            throw scanner.failure("'\(name)' ends where \(open.last ?? "nothing") is open")
        }
        open.removeLast()
        return .end(name: name)
    }

    private mutating func skipInstruction() throws(XMLSyntaxError) {
        guard try scanner.name().lowercased() != "xml" else {
            throw scanner.failure("an XML declaration that is not the beginning")
        }
        if scanner.take("?>") { return }
        guard scanner.skipSpace() else { throw scanner.failure("expected a space") }
        _ = try scanner.raw(until: "?>")
    }

    /// `<?xml version="1.0" encoding="utf-8"?>`, which may be absent.
    private mutating func readDeclaration() throws(XMLSyntaxError) {
        var ahead = scanner
        guard ahead.take("<?xml"), ahead.skipSpace() else { return }
        scanner = ahead
        var found: [String: String] = [:]
        for key in ["version", "encoding", "standalone"] {
            guard let next = scanner.next, next == key.unicodeScalars.first else { continue }
            guard try scanner.name() == key else { break }
            scanner.skipSpace()
            try scanner.expect("=")
            scanner.skipSpace()
            found[key] = try scanner.attributeValue()
            guard scanner.skipSpace() else { break }
        }
        guard found["version"] == "1.0" || found["version"] == "1.1" else {
            throw scanner.failure("not a version of XML that is known")
        }
        let encoding = found["encoding", default: "utf-8"].lowercased()
        guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(encoding) else {
            throw scanner.failure("an encoding other than UTF-8")
        }
        try scanner.expect("?>")
    }
}
