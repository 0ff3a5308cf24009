/// Groups of digits and what stands between them.
struct PhoneGroups {
    private struct Group {
        var digits = 0
        var value = 0
        var end = 0
        /// What stands before it: a space, `-`, `.`, `/`, or `)`; 0 for nothing.
        var separator: UInt8 = 0
    }

    private static let limit = 8
    private var groups = InlineArray<8, Group>(repeating: Group())
    private var count = 0
    private var hasPlus = false
    private var hasParenthesis = false
    /// The first two digits.
    private var start = (UInt8(0), UInt8(0))

    init(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int) {
        var index = place
        hasPlus = bytes[index] == UInt8(ascii: "+")
        if hasPlus { index += 1 }
        if bytes.byte(index) == UInt8(ascii: "(") {
            hasParenthesis = true
            index += 1
        }
        start = (bytes.byte(index), bytes.byte(index + 1))
        var separator: UInt8 = 0
        while count < Self.limit {
            var group = Group(separator: separator)
            while bytes.byte(index).isASCIIDigit, group.digits < 16 {
                group.value = group.value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                group.digits += 1
                index += 1
            }
            guard group.digits > 0 else { return }
            group.end = index
            groups[count] = group
            count += 1
            guard let next = separatorEnd(bytes, index) else { return }
            (index, separator) = next
        }
    }

    /// One or two separators, or one between spaces, before a digit.
    private mutating func separatorEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int)
        -> (Int, UInt8)?
    {
        var index = start
        var separator: UInt8 = 0
        while index - start < 3 {
            let byte = bytes.byte(index)
            switch byte {
            case 0x20: separator = separator == 0 ? byte : separator
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
                guard separator == 0 || separator == 0x20 || separator == UInt8(ascii: ")") else {
                    return nil
                }
                separator = separator == UInt8(ascii: ")") ? separator : byte
            case UInt8(ascii: ")"):
                guard hasParenthesis, index == start else { return nil }
                separator = byte
            case UInt8(ascii: "("):
                guard !hasParenthesis else { return nil }
                hasParenthesis = true
                separator = separator == 0 ? 0x20 : separator
            default: return nil
            }
            index += 1
            if bytes.byte(index).isASCIIDigit { return (index, separator) }
        }
        return nil
    }

    /// Where the longest number that the groups begin with ends.
    func end(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        for used in (1...max(1, count)).reversed() where used <= count {
            let place = groups[used - 1].end
            guard used < count || bytes.endsWord(at: place) else { continue }
            let digits = (0..<used).reduce(0) { $0 + groups[$1].digits }
            if isInternational(used, digits) || isNorthAmerican(used) || isNational(used, digits) {
                return place
            }
        }
        return nil
    }

    /// E.164: a plus and up to 15 digits; one point makes it a decimal number.
    private func isInternational(_ used: Int, _ digits: Int) -> Bool {
        guard hasPlus, start.0 != UInt8(ascii: "0"), digits <= 15 else { return false }
        if used == 1 { return digits >= 10 }
        return digits >= 8 && !(used == 2 && groups[1].separator == UInt8(ascii: "."))
    }

    /// `(212) 555-0123`, `212-555-0123`, `212.555.0123`, all maybe after a 1 (the North American
    /// Numbering Plan: NXX-NXX-XXXX, N from 2).
    private func isNorthAmerican(_ used: Int) -> Bool {
        let first = used - 3
        guard !hasPlus, first == 0 || (first == 1 && groups[0].value == 1), first >= 0 else {
            return false
        }
        let (area, exchange, line) = (groups[first], groups[first + 1], groups[first + 2])
        guard area.digits == 3, exchange.digits == 3, line.digits == 4 else { return false }
        guard area.value >= 200, area.value % 100 != 11, exchange.value >= 200 else { return false }
        if exchange.separator == UInt8(ascii: ")") { return line.separator != UInt8(ascii: "/") }
        return exchange.separator == line.separator
            && (line.separator == UInt8(ascii: "-") || line.separator == UInt8(ascii: "."))
    }

    /// `020 7946 0958`, `01 23 45 67 89`, `030/123456`: a trunk zero, 9 to 12 digits, groups of two
    /// at least, one separator but for the one after the area; not a date and something else.
    private func isNational(_ used: Int, _ digits: Int) -> Bool {
        guard !hasPlus, used > 1, start.0 == UInt8(ascii: "0"), start.1 != UInt8(ascii: "0"),
            (9...12).contains(digits)
        else { return false }
        let isDate =
            used > 2 && groups[0].digits == 2 && groups[1].digits == 2
            && groups[2].digits == 4
        guard !isDate, (0..<used).allSatisfy({ groups[$0].digits > 1 }) else { return false }
        let area = groups[1].separator
        let rest = used > 2 ? groups[2].separator : 0x20
        guard (2..<max(2, used)).allSatisfy({ groups[$0].separator == rest }) else { return false }
        return rest != UInt8(ascii: "/")
            && (area == rest || area == UInt8(ascii: "/") || area == UInt8(ascii: ")")
                || (used == 2 && area == UInt8(ascii: "-")))
    }
}
