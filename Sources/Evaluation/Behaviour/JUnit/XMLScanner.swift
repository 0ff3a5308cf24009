/// The characters of an XML text: names, attribute values, references.
///
/// After "Extensible Markup Language (XML) 1.0", fifth edition, without document types.
struct XMLScanner {
    private let bytes: [UInt8]
    private var position = 0

    /// - Throws: `XMLSyntaxError` for bytes that are not UTF-8, or a character that XML forbids.
    init(_ bytes: [UInt8]) throws(XMLSyntaxError) {
        self.bytes = bytes
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw failure("the text is not UTF-8")
        }
        for (offset, byte) in bytes.enumerated() {
            let isControl = byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
            // U+FFFE and U+FFFF.
            let isNoCharacter =
                byte >= 0xBE && offset >= 2 && bytes[offset - 1] == 0xBF
                && bytes[offset - 2] == 0xEF && byte <= 0xBF
            guard isControl || isNoCharacter else { continue }
            position = offset
            throw failure("a character that XML does not allow")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    var isAtEnd: Bool { position == bytes.count }

    var next: Unicode.Scalar? { isAtEnd ? nil : Unicode.Scalar(bytes[position]) }

    /// Passes over a text if it stands here.
    mutating func take(_ text: StaticString) -> Bool {
        let end = position + text.utf8CodeUnitCount
        let stands = text.withUTF8Buffer { word in
            end <= bytes.count && bytes[position..<end].elementsEqual(word)
        }
        if stands { position = end }
        return stands
    }

    mutating func expect(_ text: StaticString) throws(XMLSyntaxError) {
        guard take(text) else { throw failure("expected '\(text)'") }
    }

    /// Returns whether there was a space.
    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = position
        while !isAtEnd, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        return position > start
    }

    // MARK: Pieces

    mutating func name() throws(XMLSyntaxError) -> String {
        let start = position
        while let (scalar, width) = scalar(),
            position == start ? scalar.startsName : scalar.continuesName
        {
            position += width
        }
        guard position > start else { throw failure("expected a name") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// A value in quotes, its spaces turned to blanks.
    mutating func attributeValue() throws(XMLSyntaxError) -> String {
        guard let quote = next, quote == "\"" || quote == "'" else {
            throw failure("expected a value in quotes")
        }
        position += 1
        var value: [UInt8] = []
        while !isAtEnd {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: quote):
                position += 1
                return String(decoding: value, as: UTF8.self)
            case UInt8(ascii: "<"): throw failure("'<' inside a value")
            case UInt8(ascii: "&"): try appendReference(to: &value)
            case 0x0D where position + 1 < bytes.count && bytes[position + 1] == 0x0A:
                position += 1
            case 0x09, 0x0A, 0x0D:
                value.append(0x20)
                position += 1
            default:
                value.append(byte)
                position += 1
            }
        }
        throw failure("the text ends inside a value")
    }

    /// What stands before the next tag.
    mutating func text() throws(XMLSyntaxError) -> String {
        var text: [UInt8] = []
        while !isAtEnd, bytes[position] != UInt8(ascii: "<") {
            if bytes[position] == UInt8(ascii: "&") {
                try appendReference(to: &text)
            } else {
                if bytes[position...].starts(with: "]]>".utf8) { throw failure("']]>' in a text") }
                appendByte(to: &text)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands before an end mark, which is passed over.
    mutating func raw(until end: StaticString) throws(XMLSyntaxError) -> String {
        var text: [UInt8] = []
        while !isAtEnd {
            if take(end) { return String(decoding: text, as: UTF8.self) }
            appendByte(to: &text)
        }
        throw failure("the text ends before '\(end)'")
    }

    /// A byte, or a line feed for the end of a line however it is written.
    private mutating func appendByte(to text: inout [UInt8]) {
        let byte = bytes[position]
        position += 1
        guard byte == 0x0D else { return text.append(byte) }
        if isAtEnd || bytes[position] != 0x0A { text.append(0x0A) }
    }

    // MARK: References

    private mutating func appendReference(to text: inout [UInt8]) throws(XMLSyntaxError) {
        let start = position
        position += 1
        if take("#") {
            let scalar = try numericReference()
            return text.append(contentsOf: Array(String(Character(scalar)).utf8))
        }
        let known: [String: String] = [
            "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'",
        ]
        let name = try name()
        guard let meaning = known[name] else {
            position = start
            throw failure("an entity that is not one of XML's five")
        }
        try expect(";")
        text.append(contentsOf: meaning.utf8)
    }

    private mutating func numericReference() throws(XMLSyntaxError) -> Unicode.Scalar {
        let radix: UInt32 = take("x") ? 16 : 10
        let start = position
        var code: UInt32 = 0
        while let digit = next.flatMap({ Character($0).hexDigitValue }), digit < radix {
            code = min(code * radix + UInt32(digit), 0x20_0000)
            position += 1
        }
        guard position > start, let scalar = Unicode.Scalar(code), scalar.isInXML else {
            throw failure("a reference to no character")
        }
        try expect(";")
        return scalar
    }

    /// The character that stands here; the text is known to be UTF-8.
    private func scalar() -> (Unicode.Scalar, width: Int)? {
        guard !isAtEnd else { return nil }
        let first = bytes[position]
        let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var code = UInt32(width == 1 ? first : first & (0xFF >> UInt8(width + 1)))
        for byte in bytes[position..<position + width].dropFirst() {
            code = code << 6 | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(code).map { ($0, width) }
    }

    func failure(_ reason: String) -> XMLSyntaxError {
        let before = bytes[..<min(position, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return XMLSyntaxError(
            line: before.count { $0 == 0x0A } + 1, column: position - lineStart + 1,
            reason: reason)
    }
}
