/// A first look at a cell, eight bytes at a time.
struct ByteGlance {
    private var digits = 0
    private var ats = 0
    private var colons = 0

    /// - Parameter bytes: six or more.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        let count = raw.count
        guard count >= 8 else {
            // Two loads that overlap: the bytes in both are the same.
            let first = UInt64(raw.loadUnaligned(as: UInt32.self))
            let last = UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            add(first | last << UInt64((count - 4) * 8))
            return
        }
        var offset = 0
        while offset + 8 <= count {
            add(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        guard offset < count else { return }
        let last = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        add(last >> UInt64((8 - (count - offset)) * 8))
    }

    @inline(__always)
    private mutating func add(_ word: UInt64) {
        digits += Self.count(word ^ 0x3030_3030_3030_3030, upTo: 9)
        ats += Self.count(word ^ 0x4040_4040_4040_4040, upTo: 0)
        colons += Self.count(word ^ 0x3A3A_3A3A_3A3A_3A3A, upTo: 0)
    }

    /// How many bytes of a word are no greater than a number.
    private static func count(_ word: UInt64, upTo limit: UInt64) -> Int {
        let high: UInt64 = 0x8080_8080_8080_8080
        let sums = (word & ~high) + (0x7F - limit) * 0x0101_0101_0101_0101
        return (~(sums | word) & high).nonzeroBitCount
    }

    /// Whether there may be any personal data.
    var mayBePersonal: Bool { ats > 0 || colons > 1 || digits > 3 }
}

/// What the bytes of a cell tell of what it cannot hold.
struct ByteMarks {
    private var digits = 0
    private var ats = 0
    private var colons = 0
    private var points = 0
    private var hyphens = 0
    private var spaces = 0
    private var letters = 0
    /// Any of `+()/`.
    private var signs = 0
    private var hasDoubleColon = false
    private let count: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        count = bytes.count
        var before: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "@"): ats += 1
            case UInt8(ascii: ":"):
                colons += 1
                hasDoubleColon = hasDoubleColon || before == byte
            case UInt8(ascii: "."): points += 1
            case UInt8(ascii: "-"): hyphens += 1
            case UInt8(ascii: " "): spaces += 1
            case UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"):
                signs += 1
            default: letters += byte.isASCIILetter ? 1 : 0
            }
            before = byte
        }
    }

    var mayHaveEmail: Bool { ats > 0 && points > 0 }

    /// Of any account number, more than eight characters are digits.
    var mayHaveAccount: Bool { digits > 8 && letters > 1 && count > 14 }

    var mayHaveCard: Bool { digits > 12 }

    var mayHaveSocialSecurity: Bool { digits > 8 && hyphens > 1 }

    var mayHaveAddress: Bool { (digits > 3 && points > 2) || colons > 6 || hasDoubleColon }

    /// Without a sign, nine digits or more in groups.
    var mayHavePhone: Bool {
        digits > 7 && (signs > 0 || (digits > 8 && (spaces + hyphens > 0 || points > 1)))
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

    /// A letter, a digit, or a part of a character beyond ASCII.
    var isWordByte: Bool { isASCIIDigit || isASCIILetter || self >= 0x80 }
}

extension UnsafeBufferPointer<UInt8> {
    /// The byte at a place, or 0 outside.
    func byte(_ index: Int) -> UInt8 { index >= 0 && index < count ? self[index] : 0 }

    /// Whether no word or number goes on before a place.
    func beginsWord(at index: Int) -> Bool {
        let before = byte(index - 1)
        if before.isWordByte || before == UInt8(ascii: "_") { return false }
        // 0.4111… and 12-345…: the middle of a longer number.
        let joins = before == UInt8(ascii: ".") || before == UInt8(ascii: "-")
        return !(joins && byte(index - 2).isWordByte)
    }

    /// Whether no word or number goes on at a place.
    func endsWord(at index: Int) -> Bool {
        let after = byte(index)
        if after.isWordByte || after == UInt8(ascii: "_") { return false }
        let joins =
            after == UInt8(ascii: ".") || after == UInt8(ascii: "-") || after == UInt8(ascii: ":")
        return !(joins && byte(index + 1).isASCIIDigit)
    }

    /// All but ASCII spaces at both ends.
    var rangeWithoutSpaces: Range<Int> {
        var (start, end) = (0, count)
        while start < end, self[start] == 0x20 { start += 1 }
        while end > start, self[end - 1] == 0x20 { end -= 1 }
        return start..<end
    }
}
