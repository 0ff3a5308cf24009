/// A text that is not JSON, or not JSON that can be trusted.
package struct JSONSyntaxError: Failure, Equatable {
    /// 1-based; columns count bytes.
    package let line: Int
    package let column: Int
    package let reason: String

    package var exitStatus: ExitStatus { .dataFormat }
    package var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONValue {
    /// Nesting past this is refused, so that no document can exhaust the stack.
    package static let maximumDepth = 128

    /// Reads one JSON text (RFC 8259), strictly: UTF-8, no duplicate keys, nothing after it.
    ///
    /// - Throws: `JSONSyntaxError`, which says where.
    package init(parsing bytes: some Collection<UInt8>) throws(JSONSyntaxError) {
        let result = Array(bytes).withUnsafeBufferPointer { buffer in
            Result { () throws(JSONSyntaxError) in
                var parser = JSONParser(bytes: buffer)
                return try parser.document()
            }
        }
        self = try result.get()
    }

    package init(parsing text: String) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8)
    }
}

/// Reads JSON from its first byte to its last one.
///
/// Large documents are read member by member, the small ones among them as values.
package struct JSONParser {
    package let bytes: UnsafeBufferPointer<UInt8>
    /// The next byte to be read.
    package var position = 0

    package init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value(depth: 0)
        try end()
        return value
    }

    /// - Throws: if anything but space is left.
    package mutating func end() throws(JSONSyntaxError) {
        skipSpace()
        guard position == bytes.count else { throw failure("unexpected text after the value") }
    }

    /// Reads an object; `body` reads the value of each key.
    package mutating func members(
        _ body: (inout JSONParser, String) throws -> Void
    ) throws {
        var seen: Set<String> = []
        skipSpace()
        guard take("{") else { throw failure("expected an object") }
        skipSpace()
        if take("}") { return }
        while true {
            let key = try key()
            guard seen.insert(key).inserted else {
                throw failure("the key '\(key)' stands twice")
            }
            try body(&self, key)
            skipSpace()
            if take("}") { return }
            guard take(",") else { throw failure("expected ',' or '}'") }
        }
    }

    /// Reads an array; `body` reads each of its elements.
    package mutating func elements(_ body: (inout JSONParser) throws -> Void) throws {
        skipSpace()
        guard take("[") else { throw failure("expected an array") }
        skipSpace()
        if take("]") { return }
        while true {
            skipSpace()
            try body(&self)
            skipSpace()
            if take("]") { return }
            guard take(",") else { throw failure("expected ',' or ']'") }
        }
    }

    /// Reads a value that is nested `depth` levels deep.
    package mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth < JSONValue.maximumDepth else {
            throw failure("nested deeper than \(JSONValue.maximumDepth) levels")
        }
        skipSpace()
        guard let byte = peek() else { throw failure("the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("expected a value")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        position += 1
        var members: JSONObject = [:]
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            let keyStart = position
            let key = try key()
            let member = try value(depth: depth + 1)
            if members.updateValue(member, forKey: key) != nil {
                position = keyStart
                throw failure("the key '\(key)' stands twice")
            }
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure("expected ',' or '}'") }
        }
    }

    private mutating func key() throws(JSONSyntaxError) -> String {
        skipSpace()
        guard peek() == UInt8(ascii: "\"") else { throw failure("expected a key in quotes") }
        let key = try string()
        skipSpace()
        guard take(":") else { throw failure("expected ':' after a key") }
        return key
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw failure("expected ',' or ']'") }
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue)
        throws(JSONSyntaxError) -> JSONValue
    {
        let end = position + text.utf8CodeUnitCount
        let matches = text.withUTF8Buffer { word in
            end <= bytes.count && bytes[position..<end].elementsEqual(word)
        }
        guard matches else { throw failure("expected '\(text)'") }
        position = end
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        var isInteger = true
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") {
            isInteger = false
            try digits()
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, text != "-0" {
            return Int64(text).map(JSONValue.integer) ?? .literal(text)
        }
        if isInteger { return .literal(text) }
        guard let number = Double(text), number.isFinite else { return .literal(text) }
        return .number(number)
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            position += 1
        }
        guard position > start else { throw failure("expected a digit") }
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while let byte = peek() {
            if byte == UInt8(ascii: "\"") {
                let text = try decoded(bytes[start..<position])
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw failure("a control character inside a string") }
            position += 1
        }
        throw failure("the text ends inside a string")
    }

    /// The slow path: a string that holds an escape.
    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var text = Array(bytes[start..<position])
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                let result = try decoded(text[...])
                position += 1
                return result
            case UInt8(ascii: "\\"):
                position += 1
                try appendEscape(to: &text)
            case ..<0x20:
                throw failure("a control character inside a string")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw failure("the text ends inside a string")
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(JSONSyntaxError) {
        guard let byte = peek() else { throw failure("the text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: try unicodeEscape())
        default: throw failure("an escape that JSON does not know")
        }
    }

    private mutating func unicodeEscape() throws(JSONSyntaxError) -> [UInt8] {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard take("\\"), take("u") else { throw failure("half of a surrogate pair") }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else {
                throw failure("half of a surrogate pair")
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw failure("expected four hexadecimal digits") }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    private func decoded(_ text: some Collection<UInt8>) throws(JSONSyntaxError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw failure("a string that is not UTF-8")
        }
        return string
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func failure(_ reason: String) -> JSONSyntaxError {
        let before = bytes[..<min(position, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONSyntaxError(
            line: before.count { $0 == 0x0A } + 1,
            column: position - lineStart + 1,
            reason: reason
        )
    }
}
