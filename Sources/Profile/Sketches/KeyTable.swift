import CPrefetch
import Glibc

/// A key, the first row that has it, and how many do.
struct KeyEntry: Comparable, Sendable {
    var high: UInt64
    var low: UInt64
    var first: Int
    /// 0 in an empty place of a table.
    var count: Int

    static let empty = KeyEntry(high: 0, low: 0, first: 0, count: 0)

    init(high: UInt64, low: UInt64, first: Int, count: Int) {
        (self.high, self.low, self.first, self.count) = (high, low, first, count)
    }

    init(_ hash: UInt128, row: Int) {
        self.init(
            high: UInt64(truncatingIfNeeded: hash >> 64),
            low: UInt64(truncatingIfNeeded: hash), first: row, count: 1)
    }

    @inline(__always)
    func hasKey(of other: KeyEntry) -> Bool { high == other.high && low == other.low }

    @inline(__always)
    static func < (left: Self, right: Self) -> Bool {
        if left.high != right.high { return left.high < right.high }
        return left.low != right.low ? left.low < right.low : left.first < right.first
    }
}

/// An open-addressing table of keys whose places are nearly in the order of the keys.
///
/// The upper bits of a key choose its place, and the next free one is taken if that is taken. The
/// table does not wrap around, but has some places more behind. So it is sorted by moving few keys
/// a little.
///
/// A class, because it owns memory that must neither be copied nor checked at each access.
final class KeyTable {
    private static let tail = 256

    @exclusivity(unchecked) private(set) var entries: UnsafeMutableBufferPointer<KeyEntry>
    @exclusivity(unchecked) private(set) var count = 0
    let bits: Int
    /// In bytes.
    private let size: Int
    /// Beyond three quarters, keys lie too far from their places.
    private var limit: Int { (1 << bits) / 4 * 3 }

    init(bits: Int) {
        self.bits = bits
        let count = (1 << bits) + Self.tail
        size = count * MemoryLayout<KeyEntry>.stride
        // Fresh pages are all zeros, as an empty entry is: they are not written until they are used.
        let pages = mmap(
            nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let pages, pages != MAP_FAILED else {
            preconditionFailure("no memory for \(size) bytes")
        }
        // Places are chosen at random: with small pages, finding their addresses takes longer than
        // reading them. It is advice only.
        _ = madvise(pages, size, MADV_HUGEPAGE)
        let entries = pages.bindMemory(to: KeyEntry.self, capacity: count)
        self.entries = UnsafeMutableBufferPointer(start: entries, count: count)
    }

    deinit { munmap(entries.baseAddress, size) }

    /// The largest table of at most so many bytes.
    static func bits(forBytes bytes: Int) -> Int {
        let places = max(8, bytes / MemoryLayout<KeyEntry>.stride)
        return Int.bitWidth - 1 - places.leadingZeroBitCount
    }

    enum Insertion {
        case new
        /// The row that is not the first one with this key.
        case repeated(Int)
        case full
    }

    @inline(__always)
    private func place(_ high: UInt64) -> Int {
        Int(truncatingIfNeeded: high >> UInt64(UInt64.bitWidth - bits))
    }

    /// Lets a key's place come nearer while other work is done.
    @inline(__always)
    func prefetch(_ hash: UInt128) {
        guard let base = entries.baseAddress else { return }
        mlx_prefetch(base + place(UInt64(truncatingIfNeeded: hash >> 64)))
    }

    @inline(__always)
    func insert(_ entry: KeyEntry) -> Insertion {
        var place = place(entry.high)
        while place < entries.count {
            if entries[place].count == 0 {
                guard count < limit else { return .full }
                entries[place] = entry
                count += 1
                return .new
            }
            if entries[place].hasKey(of: entry) {
                let (earlier, later) = (
                    min(entries[place].first, entry.first), max(entries[place].first, entry.first)
                )
                entries[place].first = earlier
                entries[place].count += entry.count
                return .repeated(later)
            }
            place += 1
        }
        return .full
    }

    /// The first row that has a key, and how many do; nil if none has.
    func entry(_ key: KeyEntry) -> KeyEntry? {
        var place = place(key.high)
        while place < entries.count, entries[place].count > 0 {
            if entries[place].hasKey(of: key) { return entries[place] }
            place += 1
        }
        return nil
    }

    /// A table of twice the size; nil if not even that has places for all keys.
    func grown() -> KeyTable? {
        let table = KeyTable(bits: bits + 1)
        for entry in entries where entry.count > 0 {
            guard case .new = table.insert(entry) else { return nil }
        }
        return table
    }

    /// Sorts the keys to the front; nothing may be inserted any more until `removeAll`.
    @discardableResult
    func sort() -> UnsafeMutableBufferPointer<KeyEntry> {
        var sorted = 0
        for index in entries.indices where entries[index].count > 0 {
            let entry = entries[index]
            entries[index].count = 0
            var place = sorted
            while place > 0, entry < entries[place - 1] {
                entries[place] = entries[place - 1]
                place -= 1
            }
            entries[place] = entry
            sorted += 1
        }
        return UnsafeMutableBufferPointer(rebasing: entries[..<sorted])
    }

    func removeAll() {
        entries.update(repeating: .empty)
        count = 0
    }
}
