/// Addresses as `anna@example.org`: RFC 5322's dot-atoms and RFC 6531's other alphabets.
enum EmailAddress {
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var floor = start
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "@") {
                let local = localPart(before: index, from: floor, bytes)
                if let local, let end = domain(after: index, bytes) { return local..<end }
                // What is before an @ is looked at once.
                floor = index + 1
            }
            index += 1
        }
        return nil
    }

    private static func localPart(
        before at: Int,
        from floor: Int,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        guard at > floor, bytes[at - 1] != UInt8(ascii: ".") else { return nil }
        var start = at
        while start > floor, isLocal(bytes[start - 1]) {
            start -= 1
            if at - start > 64 { return nil }
            if bytes[start] == UInt8(ascii: "."), bytes[start + 1] == UInt8(ascii: ".") {
                return nil
            }
        }
        if bytes.byte(start - 1) == UInt8(ascii: "@") { return nil }
        // Punctuation before a word belongs to the text around it.
        while start < at, !bytes[start].isWordByte, bytes[start] != UInt8(ascii: "_") {
            start += 1
        }
        return start < at ? start : nil
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        if byte.isWordByte { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"),
            UInt8(ascii: "%"), UInt8(ascii: "'"):
            return true
        default: return false
        }
    }

    /// Two labels or more, the last of at least two letters.
    ///
    /// - Returns: where the last label ends.
    private static func domain(after at: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = at + 1
        var labels = 0
        var end: Int?
        while index < bytes.count, index - at <= 254, let label = label(at: index, bytes) {
            labels += 1
            if labels > 1 { end = label.isTop ? label.end : nil }
            index = label.end
            guard bytes.byte(index) == UInt8(ascii: ".") else { break }
            index += 1
        }
        guard let end, bytes.byte(end) != UInt8(ascii: "@"),
            !isImageScale(at + 1, end, labels, bytes)
        else { return nil }
        return end
    }

    /// Letters, digits and hyphens inside, at most 63.
    private static func label(at start: Int, _ bytes: UnsafeBufferPointer<UInt8>)
        -> (end: Int, isTop: Bool)?
    {
        var end = start
        var hasOnlyLetters = true
        while end < bytes.count, bytes[end].isWordByte || bytes[end] == UInt8(ascii: "-") {
            if bytes[end].isASCIIDigit || bytes[end] == UInt8(ascii: "-") {
                hasOnlyLetters = false
            }
            end += 1
            if end - start > 63 { return nil }
        }
        guard end > start, bytes[start] != UInt8(ascii: "-"), bytes[end - 1] != UInt8(ascii: "-")
        else { return nil }
        let isEncoded =
            end - start > 4 && bytes[start] | 0x20 == UInt8(ascii: "x")
            && bytes[start + 1] | 0x20 == UInt8(ascii: "n") && bytes[start + 2] == UInt8(ascii: "-")
        return (end, (hasOnlyLetters && end - start > 1) || isEncoded)
    }

    /// Files of images in several sizes are called `logo@2x.png`.
    private static func isImageScale(
        _ start: Int,
        _ end: Int,
        _ labels: Int,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        labels == 2 && bytes[start].isASCIIDigit && bytes.byte(start + 1) == UInt8(ascii: "x")
            && bytes.byte(start + 2) == UInt8(ascii: ".") && end > start
    }
}
