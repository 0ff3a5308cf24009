/// Reads Universal Binary JSON, as far as XGBoost writes it: draft 12 with typed lists.
///
/// See https://ubjson.org; texts have no marker before their length where one is expected.
struct UBJSONReader {
    /// Bytes that are not UBJSON.
    struct Malformed: Error {}

    private static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0

    /// The one value that the bytes are.
    static func read(_ bytes: [UInt8]) throws(Malformed) -> DocumentValue {
        var reader = UBJSONReader(bytes)
        let value = try reader.value(depth: 0)
        guard reader.position == bytes.count else { throw Malformed() }
        return value
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func byte() throws(Malformed) -> UInt8 {
        guard position < bytes.count else { throw Malformed() }
        defer { position += 1 }
        return bytes[position]
    }

    /// Skips a marker if it comes next.
    private mutating func skip(_ marker: Character) -> Bool {
        guard position < bytes.count, bytes[position] == marker.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(Malformed) -> DocumentValue {
        try value(marker: byte(), depth: depth)
    }

    private mutating func value(marker: UInt8, depth: Int) throws(Malformed) -> DocumentValue {
        guard depth < Self.maximumDepth else { throw Malformed() }
        switch Character(UnicodeScalar(marker)) {
        case "Z": return .null
        case "T": return .boolean(true)
        case "F": return .boolean(false)
        case "d": return .number(Double(Float(bitPattern: UInt32(try word(4)))))
        case "D": return .number(Double(bitPattern: try word(8)))
        case "S": return .text(try text())
        case "C": return .text(String(UnicodeScalar(try byte())))
        case "[": return try list(depth: depth)
        case "{": return try members(depth: depth)
        default: return .integer(try integer(marker: marker))
        }
    }

    // MARK: Numbers and texts

    /// Bytes of a number by its marker; nil if it is none.
    private static func width(of marker: UInt8) -> Int? {
        switch Character(UnicodeScalar(marker)) {
        case "i", "U": 1
        case "I": 2
        case "l", "d": 4
        case "L", "D": 8
        default: nil
        }
    }

    /// The next bytes, the highest first.
    private mutating func word(_ width: Int) throws(Malformed) -> UInt64 {
        guard bytes.count - position >= width else { throw Malformed() }
        var word: UInt64 = 0
        for index in position..<position + width { word = word << 8 | UInt64(bytes[index]) }
        position += width
        return word
    }

    private mutating func integer(marker: UInt8) throws(Malformed) -> Int {
        switch Character(UnicodeScalar(marker)) {
        case "i": Int(Int8(truncatingIfNeeded: try word(1)))
        case "U": Int(try word(1))
        case "I": Int(Int16(truncatingIfNeeded: try word(2)))
        case "l": Int(Int32(truncatingIfNeeded: try word(4)))
        case "L": Int(truncatingIfNeeded: try word(8))
        default: throw Malformed()
        }
    }

    /// A length or a count.
    private mutating func size() throws(Malformed) -> Int {
        let size = try integer(marker: byte())
        // Each element takes a byte at least.
        guard size >= 0, size <= bytes.count - position else { throw Malformed() }
        return size
    }

    private mutating func text() throws(Malformed) -> String {
        let size = try size()
        defer { position += size }
        return String(decoding: bytes[position..<position + size], as: UTF8.self)
    }

    // MARK: Lists and objects

    private mutating func list(depth: Int) throws(Malformed) -> DocumentValue {
        if skip("$") {
            let marker = try byte()
            guard skip("#") else { throw Malformed() }
            return try numbers(marker: marker)
        }
        var values: [DocumentValue] = []
        if skip("#") {
            for _ in 0..<(try size()) { values.append(try value(depth: depth + 1)) }
        } else {
            while !skip("]") { values.append(try value(depth: depth + 1)) }
        }
        return .list(values)
    }

    private mutating func numbers(marker: UInt8) throws(Malformed) -> DocumentValue {
        let count = try size()
        guard let width = Self.width(of: marker), count <= (bytes.count - position) / width else {
            throw Malformed()
        }
        switch Character(UnicodeScalar(marker)) {
        case "d":
            var floats: [Float] = []
            floats.reserveCapacity(count)
            for _ in 0..<count { floats.append(Float(bitPattern: UInt32(try word(4)))) }
            return .floats(floats)
        case "D":
            var floats: [Float] = []
            for _ in 0..<count { floats.append(Float(Double(bitPattern: try word(8)))) }
            return .floats(floats)
        default:
            var integers: [Int] = []
            integers.reserveCapacity(count)
            for _ in 0..<count { integers.append(try integer(marker: marker)) }
            return .integers(integers)
        }
    }

    private mutating func members(depth: Int) throws(Malformed) -> DocumentValue {
        guard !skip("$") else { throw Malformed() }
        var members: [String: DocumentValue] = [:]
        if skip("#") {
            for _ in 0..<(try size()) { members[try text()] = try value(depth: depth + 1) }
        } else {
            while !skip("}") { members[try text()] = try value(depth: depth + 1) }
        }
        return .members(members)
    }
}
