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
                throw failure("the key '\(key.shortened())' stands twice")
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
                throw failure("the key '\(key.shortened())' stands twice")
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

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    func failure(_ reason: String) -> JSONSyntaxError {
        let before = bytes[..<min(position, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONSyntaxError(
            line: before.count { $0 == 0x0A } + 1,
            column: position - lineStart + 1,
            reason: reason
        )
    }
}
