/// International bank account numbers (ISO 13616): a country's length, and mod 97-10 (ISO 7064).
enum BankAccount {
    /// Countries and lengths of the IBAN registry, release 99.
    private static let registry =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
        + "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30"
        + "KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24"
        + "PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29"
        + "VA22VG24XK20YE30"

    /// The length for each pair of letters; 0 for none.
    private static let lengths: [UInt8] = {
        var lengths = [UInt8](repeating: 0, count: 26 * 26)
        let bytes = Array(registry.utf8)
        for start in stride(from: 0, to: bytes.count, by: 4) {
            let tens = bytes[start + 2] - UInt8(ascii: "0")
            lengths[place(bytes[start], bytes[start + 1])] =
                tens * 10 + bytes[start + 3] - UInt8(ascii: "0")
        }
        return lengths
    }()

    private static func place(_ first: UInt8, _ second: UInt8) -> Int {
        let letterA = Int(UInt8(ascii: "a"))
        return (Int(first | 0x20) - letterA) * 26 + Int(second | 0x20) - letterA
    }

    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        while index + 15 <= bytes.count {
            if bytes[index].isASCIILetter, bytes[index + 1].isASCIILetter,
                bytes[index + 2].isASCIIDigit, bytes[index + 3].isASCIIDigit,
                bytes.beginsWord(at: index), let end = end(of: bytes, from: index)
            {
                return index..<end
            }
            index += 1
        }
        return nil
    }

    /// Reads as many characters as the country's numbers have, in groups of four if there are
    /// spaces.
    private static func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let length = Int(lengths[place(bytes[start], bytes[start + 1])])
        guard length > 0 else { return nil }
        var characters = InlineArray<34, UInt8>(repeating: 0)
        var count = 0
        var index = start
        while count < length {
            if count > 0, count % 4 == 0, bytes.byte(index) == 0x20 { index += 1 }
            let byte = bytes.byte(index)
            guard byte.isASCIIDigit || byte.isASCIILetter else { return nil }
            characters[count] = byte
            count += 1
            index += 1
        }
        guard bytes.endsWord(at: index) else { return nil }
        // The country and the check digits go last; letters are two digits, from A = 10.
        let remainder = (0..<length).reduce(0) { remainder, place in
            let byte = characters[(place + 4) % length]
            return byte.isASCIIDigit
                ? (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
                : (remainder * 100 + Int(byte | 0x20) - Int(UInt8(ascii: "a")) + 10) % 97
        }
        return remainder == 1 ? index : nil
    }
}
