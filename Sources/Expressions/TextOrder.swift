import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Below, at or above 0 as this text stands before, at or behind the other by code points.
    func order(to other: UnsafeBufferPointer<UInt8>) -> Int {
        let common = Swift.min(count, other.count)
        if common > 0, let own = baseAddress, let others = other.baseAddress {
            let order = memcmp(own, others, common)
            if order != 0 { return Int(order) }
        }
        return count - other.count
    }

    /// Unicode scalars of UTF-8.
    var scalarCount: Int {
        var count = 0
        for byte in self where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
