import CByteMasks

/// Lines end with LF, CRLF or CR.
enum LineEnds {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D

    static func contains(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

    /// How many lines end in these bytes.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let feeds = mlx_count_bytes(base, Int64(bytes.count), lineFeed, lineFeed)
        let returns = mlx_count_bytes(base, Int64(bytes.count), carriageReturn, carriageReturn)
        guard returns > 0 else { return Int(feeds) }
        var pairs = 0
        for index in bytes.indices.dropFirst()
        where bytes[index] == lineFeed && bytes[index - 1] == carriageReturn {
            pairs += 1
        }
        return Int(feeds + returns) - pairs
    }

    /// As many lines as end in these bytes, or more: a CRLF counts twice.
    static func upperBound(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        return Int(mlx_count_bytes(base, Int64(bytes.count), lineFeed, carriageReturn))
    }

    /// Where the record ends that ends last: behind its line end.
    ///
    /// Nil if none does.
    /// A CR at the very end may be half of a CRLF.
    static func last(in bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> Int? {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return nil }
        var count = bytes.count
        if !isWhole, bytes[count - 1] == carriageReturn { count -= 1 }
        let place = mlx_last_byte(base, Int64(count), lineFeed, carriageReturn)
        return place < 0 ? nil : Int(place) + 1
    }
}
