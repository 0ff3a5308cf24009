/// Numbers of payment cards: 13 to 19 digits that begin as an issuer's do, with Luhn's check digit.
enum PaymentCard {
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        while index < bytes.count {
            guard bytes[index].isASCIIDigit else {
                index += 1
                continue
            }
            var end = index
            while end < bytes.count, bytes[end].isASCIIDigit { end += 1 }
            if isFirstGroup(bytes, index..<end), bytes.beginsWord(at: index),
                bytes.byte(index - 1) != UInt8(ascii: "+"),
                let last = Run(bytes, from: index).end(bytes, checked: true)
            {
                return index..<last
            }
            index = end
        }
        return nil
    }

    /// Whether a card's number can begin with a run of digits: with all of them, or with four.
    private static func isFirstGroup(_ bytes: UnsafeBufferPointer<UInt8>, _ run: Range<Int>)
        -> Bool
    {
        guard run.count == 4 else { return (13...19).contains(run.count) }
        let separator = bytes.byte(run.upperBound)
        return separator == 0x20 || separator == UInt8(ascii: "-")
    }

    /// Whether a text is such a number but for the check digit.
    static func hasForm(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, bytes[range.lowerBound].isASCIIDigit else { return false }
        let run = Run(bytes, from: range.lowerBound)
        return run.end(bytes, checked: false) == range.upperBound
    }

    /// Digits in groups, with one space or hyphen between them.
    private struct Run {
        private var digits = InlineArray<19, UInt8>(repeating: 0)
        /// Where the digits of each group end, and how many there are until then.
        private var ends = InlineArray<19, (place: Int, digits: Int)>(repeating: (0, 0))
        private var groups = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
            var index = start
            var count = 0
            while true {
                while index < bytes.count, bytes[index].isASCIIDigit {
                    if count < 19 { digits[count] = bytes[index] &- UInt8(ascii: "0") }
                    count += 1
                    index += 1
                }
                guard count <= 19, groups < 19 else { return }
                ends[groups] = (index, count)
                groups += 1
                let separator = bytes.byte(index)
                guard separator == 0x20 || separator == UInt8(ascii: "-"),
                    bytes.byte(index + 1).isASCIIDigit, ends[0].digits == 4
                else { return }
                index += 1
            }
        }

        /// The end of the longest card number that the groups begin with.
        func end(_ bytes: UnsafeBufferPointer<UInt8>, checked: Bool) -> Int? {
            for group in (0..<groups).reversed() {
                let (place, count) = ends[group]
                guard count >= 13, bytes.endsWord(at: place) || group + 1 < groups,
                    PaymentCard.isIssued(prefix(6), count)
                else { continue }
                if !checked || hasCheckDigit(count) { return place }
            }
            return nil
        }

        private func prefix(_ count: Int) -> Int {
            (0..<count).reduce(0) { $0 * 10 + Int(digits[$1]) }
        }

        /// Luhn's formula (ISO/IEC 7812-1, annex B).
        private func hasCheckDigit(_ count: Int) -> Bool {
            var sum = 0
            for place in 0..<count {
                let digit = Int(digits[count - 1 - place])
                let doubled = place % 2 == 1 ? 2 * digit : digit
                sum += doubled > 9 ? doubled - 9 : doubled
            }
            return sum % 10 == 0
        }
    }

    /// Whether an issuer has numbers that begin so and have that many digits.
    ///
    /// - Parameter prefix: the first six digits.
    private static func isIssued(_ prefix: Int, _ count: Int) -> Bool {
        switch prefix {
        case 400_000...499_999: [13, 16, 19].contains(count)  // Visa
        case 510_000...559_999, 222_100...272_099: count == 16  // Mastercard
        case 340_000...349_999, 370_000...379_999: count == 15  // American Express
        case 300_000...305_999, 360_000...369_999, 380_000...399_999: count == 14  // Diners Club
        case 352_800...358_999: (16...19).contains(count)  // JCB
        case 601_100...601_199, 644_000...659_999, 620_000...629_999:  // Discover, UnionPay
            (16...19).contains(count)
        case 501_800...501_899, 502_000...502_099, 503_800...503_899, 589_300...589_399,
            630_400...630_499, 675_900...675_999, 676_100...676_399:  // Maestro
            true
        default: false
        }
    }
}
