/// Addresses of machines: IPv4 and IPv6, but for those that every machine has.
enum InternetAddress {
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            guard isHexadecimal(byte) || byte == UInt8(ascii: ":"), begins(bytes, index) else {
                index += 1
                continue
            }
            if let end = endOfIPv4(bytes, from: index) ?? endOfIPv6(bytes, from: index) {
                return index..<end
            }
            index += 1
        }
        return nil
    }

    private static func begins(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        bytes.beginsWord(at: index) && bytes.byte(index - 1) != UInt8(ascii: ":")
            && bytes.byte(index - 1) != UInt8(ascii: ".")
    }

    /// Four numbers up to 255 without leading zeros; not 0.x, 127.x (this machine) nor 255.x.
    private static func endOfIPv4(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let (end, first) = dottedQuad(bytes, from: start),
            first != 0, first != 127, first != 255,
            !bytes.byte(end).isWordByte, bytes.byte(end) != UInt8(ascii: "_"),
            !(bytes.byte(end) == UInt8(ascii: ".") && bytes.byte(end + 1).isWordByte)
        else { return nil }
        return end
    }

    private static func dottedQuad(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int)
        -> (end: Int, first: Int)?
    {
        var index = start
        var first = 0
        for part in 0..<4 {
            if part > 0 {
                guard bytes.byte(index) == UInt8(ascii: ".") else { return nil }
                index += 1
            }
            let begin = index
            var number = 0
            while bytes.byte(index).isASCIIDigit, index - begin < 4 {
                number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                index += 1
            }
            guard index > begin, number < 256,
                index - begin == 1 || bytes[begin] != UInt8(ascii: "0")
            else { return nil }
            if part == 0 { first = number }
        }
        return (index, first)
    }

    /// Eight groups of hexadecimal digits, or at least three if `::` stands for the others (RFC
    /// 4291, 2.2); eight pairs of digits are rather a hardware address.
    private static func endOfIPv6(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var (index, groups, longest) = (start, 0, 0)
        var isShortened = false
        while index < bytes.count, groups < 8 {
            if bytes[index] == UInt8(ascii: ":") {
                // Between groups one colon, or once two.
                let isDouble = bytes.byte(index + 1) == UInt8(ascii: ":")
                guard isDouble ? !isShortened : groups > 0 else { return nil }
                isShortened = isShortened || isDouble
                index += isDouble ? 2 : 1
                if isDouble, !isHexadecimal(bytes.byte(index)) { break }
            } else if groups > 0, bytes[index - 1] != UInt8(ascii: ":") {
                break
            }
            if groups > 0, groups <= 6, let (end, _) = dottedQuad(bytes, from: index) {
                (index, groups) = (end, groups + 2)
                break
            }
            let begin = index
            while index - begin < 5, isHexadecimal(bytes.byte(index)) { index += 1 }
            guard (1...4).contains(index - begin) else { return nil }
            longest = max(longest, index - begin)
            groups += 1
        }
        let after = bytes.byte(index)
        guard !after.isWordByte, after != UInt8(ascii: ":"), bytes.endsWord(at: index) else {
            return nil
        }
        if isShortened { return groups >= 3 && groups < 8 ? index : nil }
        return groups == 8 && longest > 2 ? index : nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || (byte | 0x20) &- UInt8(ascii: "a") < 6
    }
}
