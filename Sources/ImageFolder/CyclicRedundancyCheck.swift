/// The CRC-32 of PNG's chunks: ISO 3309's polynomial, reflected, eight bytes at a time.
struct CyclicRedundancyCheck {
    private var register: UInt32 = .max

    /// Of the bytes so far.
    var value: UInt32 { ~register }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        Self.tables.withUnsafeBufferPointer { tables in
            var state = register
            var index = 0
            while bytes.count - index >= 8 {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let mixed = UInt64(littleEndian: word) ^ UInt64(state)
                state = 0
                for lane in 0..<8 {
                    let byte = Int(truncatingIfNeeded: (mixed >> (UInt64(lane) * 8)) & 0xFF)
                    state ^= tables[(7 - lane) << 8 | byte]
                }
                index += 8
            }
            while index < bytes.count {
                state = tables[Int((state ^ UInt32(bytes[index])) & 0xFF)] ^ state >> 8
                index += 1
            }
            register = state
        }
    }

    /// Eight tables of 256: the n-th holds what a byte does to the register n bytes later.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            tables[byte] = (0..<8).reduce(UInt32(byte)) { state, _ in
                state & 1 == 1 ? 0xEDB8_8320 ^ state >> 1 : state >> 1
            }
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = tables[Int(before & 0xFF)] ^ before >> 8
        }
        return tables
    }()
}
