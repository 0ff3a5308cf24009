import Dataset
import Glibc

/// How often each distinct text was met, over all blocks.
struct TextTable: Sendable {
    private var slots = [Int32](repeating: 0, count: 64)
    private var hashes: [UInt64] = []
    private var ends: [Int] = []
    private(set) var counts: [Int] = []
    private(set) var bytes: [UInt8] = []

    var distinct: Int { counts.count }

    func range(_ entry: Int) -> Range<Int> { (entry == 0 ? 0 : ends[entry - 1])..<ends[entry] }

    mutating func add(_ text: UnsafeRawBufferPointer, hash: UInt64, count: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) - 1
            if hashes[entry] == hash, isEqual(entry, text) {
                counts[entry] += count
                return
            }
            slot = (slot + 1) & mask
        }
        hashes.append(hash)
        counts.append(count)
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        slots[slot] = Int32(counts.count)
        if 2 * counts.count > slots.count { grow() }
    }

    private func isEqual(_ entry: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        let range = range(entry)
        guard range.count == text.count else { return false }
        guard let other = text.baseAddress else { return true }
        return bytes.withUnsafeBytes { own in
            own.baseAddress.map { memcmp($0 + range.lowerBound, other, range.count) == 0 } ?? true
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: 4 * slots.count)
        let mask = slots.count - 1
        for (entry, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(entry + 1)
        }
    }

    func forEach(_ body: (UnsafeRawBufferPointer, _ hash: UInt64, _ count: Int) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for entry in counts.indices {
                body(
                    UnsafeRawBufferPointer(rebasing: bytes[range(entry)]), hashes[entry],
                    counts[entry])
            }
        }
    }

    /// The entries, ascending by their bytes.
    var sortedEntries: [Int] {
        bytes.withUnsafeBytes { bytes in
            // The first bytes as a number tell most texts apart.
            let keys = counts.indices.map { entry in
                let text = bytes[range(entry)]
                let key = text.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                return (prefix: key << UInt64(8 * (8 - min(8, text.count))), entry: entry)
            }
            return keys.sorted { left, right in
                guard left.prefix == right.prefix else { return left.prefix < right.prefix }
                let (first, second) = (range(left.entry), range(right.entry))
                let length = min(first.count, second.count)
                let order =
                    bytes.baseAddress.map { start in
                        memcmp(start + first.lowerBound, start + second.lowerBound, length)
                    } ?? 0
                return order != 0 ? order < 0 : first.count < second.count
            }.map(\.entry)
        }
    }

    /// All texts, ascending by their bytes.
    var sorted: TextCounts {
        let order = sortedEntries
        return TextCounts(
            values: order.map { String(decoding: bytes[range($0)], as: UTF8.self) },
            counts: order.map { counts[$0] }
        )
    }
}

/// The texts of a column: all of them, or sketches once there are too many, or too long ones.
struct TextTally: Sendable {
    struct Sketches: Sendable {
        var distinct = HyperLogLog()
        var frequent = FrequentItems()

        mutating func add(_ text: UnsafeRawBufferPointer, hash: UInt64, count: Int) {
            // Under the hash of the value itself, as those that are not redacted yet.
            distinct.add(hash: RedactedValue.hash(text) ?? hash)
            frequent.add(text, hash: hash, count: count)
        }

        mutating func add(_ table: TextTable) {
            table.forEach { text, hash, count in add(text, hash: hash, count: count) }
        }

        mutating func merge(_ other: Sketches) throws(ProfileError) {
            distinct.merge(other.distinct)
            try frequent.merge(other.frequent)
        }
    }

    enum Values: Sendable {
        case exact(TextTable)
        case sketched(Sketches)
    }

    /// More distinct texts, or bytes of them, are sketched.
    let limit: Int
    static let byteLimit = 1 << 20

    private(set) var values = Values.exact(TextTable())
    private(set) var count = 0

    init(limit: Int) { self.limit = limit }

    init(limit: Int, count: Int, _ values: Values) {
        self.limit = limit
        self.count = count
        self.values = values
    }

    /// Adds texts in the order of the blocks.
    mutating func add(_ texts: BlockTexts) {
        guard !texts.entries.isEmpty else { return }
        switch values {
        case .exact(var table):
            // So that the table is not copied.
            values = .exact(TextTable())
            for entry in texts.entries where entry.count > 0 {
                count += Int(entry.count)
                table.add(
                    UnsafeRawBufferPointer(texts.text(entry)), hash: entry.hash,
                    count: Int(entry.count))
            }
            values = Self.bounded(table, limit)
        case .sketched(var sketches):
            values = .exact(TextTable())
            for entry in texts.entries where entry.count > 0 {
                count += Int(entry.count)
                sketches.add(
                    UnsafeRawBufferPointer(texts.text(entry)), hash: entry.hash,
                    count: Int(entry.count))
            }
            values = .sketched(sketches)
        }
    }

    private static func bounded(_ table: TextTable, _ limit: Int) -> Values {
        guard table.distinct > limit || table.bytes.count > byteLimit else {
            return .exact(table)
        }
        var sketches = Sketches()
        sketches.add(table)
        return .sketched(sketches)
    }

    /// Adds another column's texts, which come after these.
    mutating func merge(_ other: TextTally) throws(ProfileError) {
        count += other.count
        switch (values, other.values) {
        case (.exact(var table), .exact(let added)):
            added.forEach { text, hash, count in table.add(text, hash: hash, count: count) }
            values = Self.bounded(table, limit)
        case (.exact(let table), .sketched(let added)):
            var sketches = Sketches()
            sketches.add(table)
            try sketches.merge(added)
            values = .sketched(sketches)
        case (.sketched(var sketches), .exact(let added)):
            sketches.add(added)
            values = .sketched(sketches)
        case (.sketched(var sketches), .sketched(let added)):
            try sketches.merge(added)
            values = .sketched(sketches)
        }
    }
}
