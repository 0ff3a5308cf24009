/// What one pass over a cell tells of what it cannot hold.
struct ByteMarks {
    private var digits: UInt32 = 0
    private var ats: UInt32 = 0
    private var colons: UInt32 = 0
    private var points: UInt32 = 0
    private var hyphens: UInt32 = 0
    private let count: Int

    /// The loop has no branches, so that the compiler can make it look at several bytes at once.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        count = bytes.count
        for byte in bytes {
            digits &+= byte &- UInt8(ascii: "0") < 10 ? 1 : 0
            ats &+= byte == UInt8(ascii: "@") ? 1 : 0
            colons &+= byte == UInt8(ascii: ":") ? 1 : 0
            points &+= byte == UInt8(ascii: ".") ? 1 : 0
            hyphens &+= byte == UInt8(ascii: "-") ? 1 : 0
        }
    }

    var mayBePersonal: Bool { ats > 0 || colons > 1 || digits > 3 }

    func allow(_ kind: PersonalData.Kind) -> Bool {
        switch kind {
        case .email: ats > 0 && points > 0
        case .phone: digits > 7
        // Of any IBAN, more than eight characters are digits.
        case .iban: digits > 8 && count > 14
        case .paymentCard: digits > 12
        case .socialSecurity: digits > 8 && hyphens > 1
        case .ipAddress: (digits > 3 && points > 2) || colons > 1
        }
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
