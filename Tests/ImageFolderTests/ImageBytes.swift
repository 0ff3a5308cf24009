/// Images put together by hand, for what no encoder writes.
enum ImageBytes {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// A PNG's chunk with its length and checksum.
    static func chunk(_ type: String, _ data: [UInt8] = []) -> [UInt8] {
        let body = Array(type.utf8) + data
        return number(data.count) + body + number(Int(checksum(body)))
    }

    static func header(
        _ width: Int, _ height: Int, depth: UInt8 = 8, color: UInt8 = 0, rest: [UInt8] = [0, 0, 0]
    ) -> [UInt8] {
        chunk("IHDR", number(width) + number(height) + [depth, color] + rest)
    }

    /// A PNG of one color type and depth, whose data nobody inflates.
    static func png(_ width: Int, _ height: Int, depth: UInt8 = 8, color: UInt8 = 0) -> [UInt8] {
        signature + header(width, height, depth: depth, color: color)
            + (color == 3 ? chunk("PLTE", [0, 0, 0]) : [])
            + chunk("IDAT", [UInt8](repeating: 1, count: 64)) + chunk("IEND")
    }

    /// The least that a JPEG has: a frame, a scan and the end.
    static func jpeg(_ width: Int, _ height: Int, components: UInt8 = 1, precision: UInt8 = 8)
        -> [UInt8]
    {
        [0xFF, 0xD8]
            + segment(
                0xC0,
                [precision] + number(height).suffix(2) + number(width).suffix(2) + [components]
                    + [UInt8](repeating: 0, count: 3 * Int(components)))
            + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD9]
    }

    static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, marker] + number(body.count + 2).suffix(2) + body
    }

    /// Four bytes, big-endian.
    static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var state = UInt32.max
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 { state = state & 1 == 1 ? 0xEDB8_8320 ^ state >> 1 : state >> 1 }
        }
        return ~state
    }
}
