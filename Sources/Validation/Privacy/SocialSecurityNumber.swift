/// Social security numbers of the United States, as `123-45-6789`.
///
/// The Social Security Administration gives none whose parts are 000, 00 or 0000, nor areas 666
/// and 900 to 999.
enum SocialSecurityNumber {
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        while index + 11 <= bytes.count {
            if bytes[index + 3] == UInt8(ascii: "-"), bytes[index + 6] == UInt8(ascii: "-"),
                bytes.beginsWord(at: index), bytes.endsWord(at: index + 11),
                isGiven(bytes, index)
            {
                return index..<(index + 11)
            }
            index += 1
        }
        return nil
    }

    private static func isGiven(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        guard let area = number(bytes, start, 3), let group = number(bytes, start + 4, 2),
            let serial = number(bytes, start + 7, 4)
        else { return false }
        return area > 0 && area != 666 && area < 900 && group > 0 && serial > 0
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int)
        -> Int?
    {
        var number = 0
        for index in start..<(start + count) {
            guard bytes[index].isASCIIDigit else { return nil }
            number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        return number
    }
}
