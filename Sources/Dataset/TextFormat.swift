import RunDocument

/// The forms of texts, and of types that a table keeps as text.
enum TextFormat: Sendable {
    case plain, email, uri, binary, uuid, object, array, list, duration, geopoint

    /// - Returns: nil if the type has no such format.
    init?(type: FieldType, format: String) {
        switch (type, format) {
        case (.string, "default"), (.any, _): self = .plain
        case (.string, "email"): self = .email
        case (.string, "uri"): self = .uri
        case (.string, "binary"): self = .binary
        case (.string, "uuid"): self = .uuid
        case (.object, "default"), (.geojson, "default"), (.geojson, "topojson"):
            self = .object
        case (.array, "default"): self = .array
        case (.list, "default"): self = .list
        case (.duration, "default"): self = .duration
        case (.geopoint, "default"): self = .geopoint
        default: return nil
        }
    }

    /// The length of a text in characters, of a list in elements; nil if it has not this form.
    func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        switch self {
        case .plain: return Self.characters(bytes)
        case .email: return Self.isEmail(bytes) ? Self.characters(bytes) : nil
        case .uri: return Self.isURI(bytes) ? Self.characters(bytes) : nil
        case .binary: return Self.isBase64(bytes) ? bytes.count : nil
        case .uuid: return Self.isUUID(bytes) ? bytes.count : nil
        case .object: return (try? JSONValue(parsing: bytes))?.objectValue?.count
        case .array: return (try? JSONValue(parsing: bytes))?.arrayValue?.count
        case .list: return bytes.count { $0 == UInt8(ascii: ",") } + 1
        case .duration: return Self.isDuration(bytes) ? bytes.count : nil
        case .geopoint: return Self.isGeopoint(bytes) ? bytes.count : nil
        }
    }

    /// Unicode scalars, as most readers of Table Schema count them.
    private static func characters(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private static func isEmail(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !bytes.contains { $0 <= 0x20 || $0 == 0x7F }
    }

    /// A scheme, a colon and more, without spaces (RFC 3986).
    private static func isURI(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            colon + 1 < bytes.count, isLetter(bytes[0])
        else { return false }
        let scheme = bytes[..<colon].allSatisfy { byte in
            isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte)
        }
        return scheme && !bytes.contains { $0 <= 0x20 || $0 == 0x7F }
    }

    private static func isBase64(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return bytes.count % 4 == 0 && padding <= 2
            && bytes.dropLast(padding).allSatisfy { byte in
                isLetter(byte) || isDigit(byte) || "+/".utf8.contains(byte)
            }
    }

    private static func isUUID(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index)
                ? byte == UInt8(ascii: "-")
                : isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
        }
    }

    /// ISO 8601: `P[n]Y[n]M[n]W[n]DT[n]H[n]M[n]S`, in this order, at least one part.
    private static func isDuration(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return false }
        var units = Array("YMWD".utf8)[...]
        while let first = rest.first {
            if first == UInt8(ascii: "T") {
                guard rest.count > 1, units.last != UInt8(ascii: "S") else { return false }
                rest.removeFirst()
                units = Array("HMS".utf8)[...]
                continue
            }
            let digits = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
            rest.removeFirst(digits.count)
            guard let start = digits.first, isDigit(start), let unit = rest.popFirst(),
                let place = units.firstIndex(of: unit)
            else { return false }
            units = units[(place + 1)...]
        }
        return true
    }

    /// `longitude, latitude`.
    private static func isGeopoint(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let numbers = parts.compactMap {
            NumberParser.number(UnsafeBufferPointer(rebasing: $0).trimmed)
        }
        return parts.count == 2 && numbers.count == 2 && abs(numbers[0]) <= 180
            && abs(numbers[1]) <= 90
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
