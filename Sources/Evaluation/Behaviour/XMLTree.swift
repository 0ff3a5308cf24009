/// An element of a document, with the text that stands in it directly.
struct XMLTree: Hashable, Sendable {
    var name: String
    var attributes: [String: String] = [:]
    var text = ""
    var children: [XMLTree] = []
}

/// A text that is not XML, or not XML that is taken here.
struct XMLProblem: Error, Hashable {
    var line: Int
    var reason: String
}

/// Reads the part of XML that reports are written in: elements, attributes, text, CDATA.
///
/// Strict, for a report that is cut off must not pass for a whole one; without DTD and entities of
/// its own, so that no text unfolds into a larger one; UTF-8 only; bounded in depth.
struct XMLReader {
    static let deepest = 64
    private static let entities: [String: Unicode.Scalar] = [
        "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'",
    ]

    private let bytes: [UInt8]
    private var place = 0

    /// - Throws: `XMLProblem`.
    static func read(_ bytes: [UInt8]) throws(XMLProblem) -> XMLTree {
        var reader = XMLReader(bytes: bytes)
        return try reader.document()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func problem(_ reason: String) -> XMLProblem {
        let line = 1 + bytes[..<min(place, bytes.count)].count { $0 == 0x0A }
        return XMLProblem(line: line, reason: reason)
    }

    private func starts(with text: StaticString) -> Bool {
        guard place + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy {
            bytes[place + $0] == text.utf8Start[$0]
        }
    }

    private mutating func document() throws(XMLProblem) -> XMLTree {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw problem("it is not UTF-8")
        }
        if starts(with: "\u{FEFF}") { place += 3 }
        if starts(with: "<?xml") { try declaration() }
        try skipBetween()
        guard place < bytes.count else { throw problem("it has no element") }
        let root = try element()
        try skipBetween()
        guard place == bytes.count else { throw problem("text after the last element") }
        return root
    }

    private mutating func declaration() throws(XMLProblem) {
        let start = place
        try skip(past: "?>", from: 5)
        let text = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
        guard text.contains("encoding") else { return }
        let isKnown = ["utf-8", "utf8", "us-ascii", "ascii"].contains { name in
            text.contains("\"\(name)\"") || text.contains("'\(name)'")
        }
        if !isKnown { throw problem("it is in another encoding than UTF-8") }
    }

    /// Space, comments and processing instructions.
    private mutating func skipBetween() throws(XMLProblem) {
        while place < bytes.count {
            if Self.isSpace(bytes[place]) {
                place += 1
            } else if starts(with: "<!--") {
                try skip(past: "-->", from: 4)
            } else if starts(with: "<?") {
                try skip(past: "?>", from: 2)
            } else if starts(with: "<!") {
                throw problem("a document type or entity, which is not taken")
            } else {
                return
            }
        }
    }

    private mutating func skip(past end: StaticString, from offset: Int) throws(XMLProblem) {
        let start = place
        place += offset
        while place < bytes.count {
            if starts(with: end) {
                place += end.utf8CodeUnitCount
                return
            }
            place += 1
        }
        place = start
        throw problem("what begins here does not end")
    }

    /// The element that begins here, with all that is in it; it keeps the open ones itself.
    private mutating func element() throws(XMLProblem) -> XMLTree {
        var open: [XMLTree] = []
        while true {
            guard place < bytes.count else {
                throw problem("it ends within '\(open.last?.name ?? "")'")
            }
            var closed: XMLTree?
            if starts(with: "</") {
                closed = try end(&open)
            } else if starts(with: "<![CDATA[") {
                let start = place + 9
                try skip(past: "]]>", from: 9)
                open[open.count - 1].text +=
                    String(decoding: bytes[start..<place - 3], as: UTF8.self)
            } else if starts(with: "<!--") || starts(with: "<?") || starts(with: "<!") {
                try skipBetween()
            } else if bytes[place] == UInt8(ascii: "<") {
                let (tree, isEmpty) = try startTag()
                guard open.count < Self.deepest else { throw problem("it is nested too deep") }
                if isEmpty { closed = tree } else { open.append(tree) }
            } else {
                guard !open.isEmpty else { throw problem("text where an element should be") }
                open[open.count - 1].text += try text(until: UInt8(ascii: "<"))
            }
            guard let closed else { continue }
            if open.isEmpty { return closed }
            open[open.count - 1].children.append(closed)
        }
    }

    private mutating func end(_ open: inout [XMLTree]) throws(XMLProblem) -> XMLTree {
        place += 2
        let name = try self.name()
        skipSpace()
        guard let tree = open.popLast(), tree.name == name else {
            throw problem("'</\(name)>' ends nothing that is open")
        }
        try expect(UInt8(ascii: ">"))
        return tree
    }

    private mutating func startTag() throws(XMLProblem) -> (XMLTree, isEmpty: Bool) {
        place += 1
        var tree = XMLTree(name: try name())
        while true {
            let hadSpace = skipSpace()
            guard place < bytes.count else { throw problem("it ends within a tag") }
            if bytes[place] == UInt8(ascii: ">") {
                place += 1
                return (tree, false)
            }
            if bytes[place] == UInt8(ascii: "/") {
                place += 1
                try expect(UInt8(ascii: ">"))
                return (tree, true)
            }
            guard hadSpace else { throw problem("a tag that is not one") }
            let key = try name()
            skipSpace()
            try expect(UInt8(ascii: "="))
            skipSpace()
            let value = try attribute()
            guard tree.attributes.updateValue(value, forKey: key) == nil else {
                throw problem("the attribute '\(key)' stands there twice")
            }
        }
    }

    private mutating func attribute() throws(XMLProblem) -> String {
        guard place < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[place])
        else { throw problem("an attribute without quotes") }
        let quote = bytes[place]
        place += 1
        let value = try text(until: quote)
        try expect(quote)
        return value
    }

    private mutating func name() throws(XMLProblem) -> String {
        let start = place
        while place < bytes.count, Self.isName(bytes[place]) { place += 1 }
        guard place > start, place - start <= 1000 else { throw problem("a name is missing") }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    /// Text with its entities resolved, up to a byte that is not taken.
    private mutating func text(until end: UInt8) throws(XMLProblem) -> String {
        var text: [UInt8] = []
        while place < bytes.count, bytes[place] != end {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "&"): text += Array(String(Character(try entity())).utf8)
            case UInt8(ascii: "<"): throw problem("'<' within a value")
            case 0x09, 0x0A, 0x0D, 0x20...:
                text.append(byte)
                place += 1
            default: throw problem("a control character")
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func entity() throws(XMLProblem) -> Unicode.Scalar {
        let rest = bytes[(place + 1)...].prefix(12)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else {
            throw problem("'&' that begins no entity")
        }
        let word = String(decoding: bytes[place + 1..<end], as: UTF8.self)
        var found = Self.entities[word]
        if word.hasPrefix("#x") {
            found = UInt32(word.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        } else if word.hasPrefix("#") {
            found = UInt32(word.dropFirst()).flatMap(Unicode.Scalar.init)
        }
        guard let found, found.value >= 0x20 || [0x09, 0x0A, 0x0D].contains(found.value) else {
            throw problem("the entity '&\(word);' is not taken")
        }
        place = end + 1
        return found
    }

    private mutating func expect(_ byte: UInt8) throws(XMLProblem) {
        guard place < bytes.count, bytes[place] == byte else {
            throw problem("'\(Character(Unicode.Scalar(byte)))' is missing")
        }
        place += 1
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = place
        while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
        return place > start
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Letters, digits and the signs of names; beyond ASCII anything.
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        case UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
