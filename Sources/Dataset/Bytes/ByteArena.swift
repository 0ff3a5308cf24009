import Glibc

/// Bytes at an address that stays until the next append: what an array does not promise.
final class ByteArena {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    var count = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Makes room for `extra` more bytes.
    func reserve(_ extra: Int) {
        guard count + extra > capacity else { return }
        let grown = max(count + extra, capacity * 2)
        let target = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        memcpy(target, base, count)
        base.deallocate()
        base = target
        capacity = grown
    }

    /// Drops the first bytes and moves the rest to the front.
    func dropFirst(_ dropped: Int) {
        guard dropped > 0 else { return }
        count -= dropped
        memmove(base, base + dropped, count)
    }

    func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count)
        memcpy(base + count, source, bytes.count)
        count += bytes.count
    }

    func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }
}
