import Dataset

/// A value, or several, as 128 bits of keyed hash: what two rows must not have in common.
struct KeyHash: Hashable, Sendable {
    private let bits: UInt128

    /// Values that are equal in their type have equal hashes: 1 and 1.0 as numbers.
    init(_ value: CellValue, _ cell: UnsafeBufferPointer<UInt8>) {
        bits = Self.hash { hasher in
            switch value {
            case .number(let number): hasher.combine(number)
            case .moment(let moment): hasher.combine(moment)
            case .text: hasher.combine(bytes: UnsafeRawBufferPointer(cell))
            }
        }
    }

    init(_ parts: [KeyHash]) {
        bits = Self.hash { $0.combine(parts) }
    }

    /// Two runs of SipHash under the process's random key, told apart by what they start with.
    private static func hash(_ feed: (inout Hasher) -> Void) -> UInt128 {
        var low = Hasher()
        low.combine(0 as UInt8)
        feed(&low)
        var high = Hasher()
        high.combine(1 as UInt8)
        feed(&high)
        return UInt128(UInt64(bitPattern: Int64(high.finalize()))) << 64
            | UInt128(UInt64(bitPattern: Int64(low.finalize())))
    }
}

/// The keys that were met.
///
/// Its memory grows with the number of distinct ones, 16 bytes each.
struct KeySet: Sendable {
    private var keys: Set<KeyHash> = []

    /// - Returns: whether the key is new.
    mutating func insert(_ key: KeyHash) -> Bool { keys.insert(key).inserted }
}
