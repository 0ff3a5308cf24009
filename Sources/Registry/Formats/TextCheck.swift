import FileStorage

/// Text: UTF-8 without NUL.
enum TextCheck {
    private static let chunk = 1 << 20

    static func isText(_ file: WindowedFile) throws(StorageError) -> Bool {
        var position = 0
        while position < file.size {
            let count = min(chunk, file.size - position)
            guard var bytes = try file.bytes(at: position, count: count) else { return false }
            if position + count < file.size { bytes.removeLast(cutOff(bytes)) }
            guard !bytes.isEmpty, !bytes.contains(0),
                String(validating: bytes, as: UTF8.self) != nil
            else { return false }
            position += bytes.count
        }
        return true
    }

    /// How many bytes at the end begin a character that goes on in the next chunk.
    private static func cutOff(_ bytes: [UInt8]) -> Int {
        for count in 1...min(3, bytes.count) {
            let byte = bytes[bytes.count - count]
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            if length > count { return count }
            if byte < 0x80 || byte >= 0xC0 { return 0 }
        }
        return 0
    }
}
