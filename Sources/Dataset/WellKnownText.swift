/// The structure of Well-Known Text for geometries (OGC 06-103r4), frictionless' format `wkt`.
struct WellKnownText {
    private enum Body {
        case point, points, lines, polygons, geometries
    }

    private static let bodies: [String: Body] = [
        "POINT": .point, "LINESTRING": .points, "CIRCULARSTRING": .points, "MULTIPOINT": .points,
        "POLYGON": .lines, "TRIANGLE": .lines, "MULTILINESTRING": .lines,
        "MULTIPOLYGON": .polygons, "POLYHEDRALSURFACE": .polygons, "TIN": .polygons,
        "GEOMETRYCOLLECTION": .geometries, "COMPOUNDCURVE": .geometries,
        "CURVEPOLYGON": .geometries, "MULTICURVE": .geometries, "MULTISURFACE": .geometries,
    ]
    /// Deeper nesting is no geometry that anyone wrote.
    private static let maximumDepth = 32

    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var reader = WellKnownText(rest: bytes[...])
        return reader.readGeometry(depth: 0) && reader.isAtEnd
    }

    private mutating func skipSpaces() {
        while let byte = rest.first, byte == 0x20 || (9...13).contains(byte) { rest.removeFirst() }
    }

    private var isAtEnd: Bool {
        mutating get {
            skipSpaces()
            return rest.isEmpty
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpaces()
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func word() -> String {
        skipSpaces()
        let letters = rest.prefix { (0x61...0x7A).contains($0 | 0x20) }
        rest.removeFirst(letters.count)
        return String(decoding: letters.map { $0 & 0xDF }, as: UTF8.self)
    }

    private mutating func readGeometry(depth: Int) -> Bool {
        guard depth < Self.maximumDepth, let body = Self.bodies[word()] else { return false }
        var next = word()
        if ["Z", "M", "ZM"].contains(next) { next = word() }
        guard next.isEmpty else { return next == "EMPTY" }
        return switch body {
        case .point: readPoint(inParentheses: true)
        case .points: readList { $0.readPoint() }
        case .lines: readList { $0.readPoints() }
        case .polygons: readList { $0.readList { $0.readPoints() } }
        case .geometries: readList { $0.readMember(depth: depth + 1) }
        }
    }

    /// A geometry with its name, or the points of a line without one.
    private mutating func readMember(depth: Int) -> Bool {
        skipSpaces()
        return rest.first == UInt8(ascii: "(") ? readPoints() : readGeometry(depth: depth)
    }

    private mutating func readList(_ readElement: (inout WellKnownText) -> Bool) -> Bool {
        guard take(UInt8(ascii: "(")) else { return false }
        repeat {
            guard readElement(&self) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: ")"))
    }

    private mutating func readPoints() -> Bool { readList { $0.readPoint() } }

    /// Two to four numbers.
    private mutating func readPoint(inParentheses: Bool = false) -> Bool {
        let isOpen = take(UInt8(ascii: "("))
        guard isOpen || !inParentheses else { return false }
        var count = 0
        while readNumber() { count += 1 }
        return (2...4).contains(count) && (!isOpen || take(UInt8(ascii: ")")))
    }

    private mutating func readNumber() -> Bool {
        skipSpaces()
        let text = rest.prefix { byte in
            byte &- UInt8(ascii: "0") < 10 || "+-.eE".utf8.contains(byte)
        }
        guard NumberParser.number(UnsafeBufferPointer(rebasing: text)) != nil else { return false }
        rest.removeFirst(text.count)
        return true
    }
}
