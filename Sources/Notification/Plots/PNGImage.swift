import CZlib

/// A picture as a PNG file (ISO/IEC 15948): 8 bits each of red, green, blue and opacity.
enum PNGImage {
    static func bytes(_ canvas: Canvas) -> [UInt8] {
        let header = bigEndian(canvas.width) + bigEndian(canvas.height) + [8, 6, 0, 0, 0]
        let pixels = canvas.bytes
        let rowBytes = canvas.width * 4
        var rows: [UInt8] = []
        rows.reserveCapacity(pixels.count + canvas.height)
        for start in stride(from: 0, to: pixels.count, by: rowBytes) {
            // Each row begins with its filter: none.
            rows.append(0)
            rows += pixels[start..<start + rowBytes]
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", header) + chunk("IDAT", deflated(rows)) + chunk("IEND", [])
    }

    private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + content
        let checksum = crc32(0, body, uInt(body.count))
        return bigEndian(content.count) + body + bigEndian(Int(checksum))
    }

    /// In zlib's format (RFC 1950).
    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        // A buffer of that bound is always enough, so there is no failure to tell of.
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, written in
            compress2(buffer.baseAddress, &count, bytes, uLong(bytes.count), Z_BEST_SPEED)
            written = Int(count)
        }
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}
