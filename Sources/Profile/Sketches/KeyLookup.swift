/// Tells whether a table has a key, as long as its keys are in memory.
///
/// `@unchecked`, because the memory that it reads is not changed any more.
package struct KeyLookup: @unchecked Sendable {
    /// Holds the memory of `entries`.
    private let keys: FinishedKeys
    private let entries: UnsafeMutableBufferPointer<KeyEntry>
    /// Of the key, how many bits choose a bucket.
    private let bits: Int
    /// Where each bucket starts among the keys, and the last one ends.
    private let starts: [UInt32]

    /// Nil if the keys are on disk.
    package init?(_ keys: FinishedKeys) {
        guard let entries = keys.inMemory, let end = UInt32(exactly: entries.count) else {
            return nil
        }
        self.keys = keys
        self.entries = entries
        // Keys are hashes, evenly spread: a bucket has about four.
        bits = max(1, Int.bitWidth - entries.count.leadingZeroBitCount - 3)
        var starts: [UInt32] = []
        starts.reserveCapacity(1 << bits + 1)
        for (place, entry) in entries.enumerated() {
            let bucket = Self.bucket(entry.high, bits)
            while starts.count <= bucket { starts.append(UInt32(place)) }
        }
        while starts.count <= 1 << bits { starts.append(end) }
        self.starts = starts
    }

    private static func bucket(_ high: UInt64, _ bits: Int) -> Int {
        Int(truncatingIfNeeded: high >> UInt64(UInt64.bitWidth - bits))
    }

    /// Whether a row has this key.
    package func contains(_ hash: UInt128) -> Bool {
        let key = KeyEntry(hash, row: 0)
        let bucket = Self.bucket(key.high, bits)
        for place in Int(starts[bucket])..<Int(starts[bucket + 1])
        where entries[place].hasKey(of: key) {
            return true
        }
        return false
    }
}
