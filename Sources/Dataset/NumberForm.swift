/// Numbers with groups of digits, another decimal mark, or text around them.
struct NumberForm: Sendable {
    private let decimal: [UInt8]
    /// Empty if digits are not grouped.
    private let group: [UInt8]
    private let isBare: Bool

    /// - Returns: nil if the field's numbers are plain.
    init?(_ field: TableField) {
        decimal = Array(field.decimalChar.utf8)
        group = Array((field.groupChar ?? "").utf8)
        isBare = field.bareNumber
        if isBare, group.isEmpty, decimal == [UInt8(ascii: ".")] { return nil }
    }

    /// - Parameter parse: reads plain numbers.
    func value(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ parse: (UnsafeBufferPointer<UInt8>) -> Double?
    ) -> Double? {
        let core = isBare ? bytes[...] : stripped(bytes)
        // `NaN` and `INF` have no digits.
        guard !core.isEmpty else { return parse(bytes) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: core.count) { target in
            var rest = core
            var count = 0
            while let byte = rest.first {
                if !group.isEmpty, rest.starts(with: group) {
                    rest.removeFirst(group.count)
                    continue
                }
                let isDecimal = rest.starts(with: decimal)
                // A point that is no decimal mark has no place in a number.
                guard isDecimal || byte != UInt8(ascii: ".") else { return nil }
                target[count] = isDecimal ? UInt8(ascii: ".") : byte
                count += 1
                rest.removeFirst(isDecimal ? decimal.count : 1)
            }
            return parse(UnsafeBufferPointer(rebasing: target[..<count]))
        }
    }

    /// Without what stands before the first sign, mark or digit, and after the last digit.
    private func stripped(_ bytes: UnsafeBufferPointer<UInt8>)
        -> Slice<UnsafeBufferPointer<UInt8>>
    {
        let isDigit: (UInt8) -> Bool = { $0 &- UInt8(ascii: "0") < 10 }
        var core = bytes[...]
        while let byte = core.first, !isDigit(byte), byte != UInt8(ascii: "-"),
            byte != UInt8(ascii: "+"), !core.starts(with: decimal)
        {
            core.removeFirst()
        }
        while let last = core.last, !isDigit(last) { core.removeLast() }
        return core
    }
}
