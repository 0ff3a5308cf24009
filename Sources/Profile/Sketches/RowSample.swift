/// A sample of the different rows of a table: those with the least hashes, and how often each occurs.
///
/// Which rows these are depends neither on the order of the rows nor on how they were parted: adding
/// is order-free, merging is associative and commutative, and the merge of parts is the sample of
/// the whole, bit for bit. A table with few different rows is held as it is.
///
/// The rows of one hash are held, or given up, together. Once a hash was given up for want of room,
/// no hash from there on is accepted again; without that the byte limit would depend on the order.
package struct RowSample: Sendable {
    package static let defaultRowLimit = 10_000
    package static let defaultByteLimit = 8 << 20

    package let rowLimit: Int
    /// Of packed rows.
    package let byteLimit: Int
    /// How many rows were too long for a sample; they are in no other count.
    package private(set) var oversized = 0
    /// The least hash that was given up; nil if none was.
    package private(set) var bound: UInt64?
    private var groups: [UInt64: [SampledRow]] = [:]
    /// The complements of the hashes of `groups`, so that the greatest hash is first.
    private var greatest = MinHeap<UInt64>()
    private var rowCount = 0
    private var byteCount = 0

    package init(rowLimit: Int = defaultRowLimit, byteLimit: Int = defaultByteLimit) {
        precondition(rowLimit > 0 && byteLimit > 0)
        self.rowLimit = rowLimit
        self.byteLimit = byteLimit
    }

    /// A longer row is counted in `oversized`: it would take the place of too many others.
    package var longestRow: Int { byteLimit / 64 }

    /// Whether the sample holds all rows.
    package var isComplete: Bool { bound == nil && oversized == 0 }

    /// Whether a row of this hash may get into the sample; if not, it need not be packed.
    @inline(__always)
    package func accepts(_ hash: UInt64) -> Bool {
        guard let bound else { return true }
        return hash < bound
    }

    /// - Parameters:
    ///   - hash: the same for equal rows, spread evenly over different ones.
    ///   - count: how often the row was met; not negative.
    package mutating func add(_ row: PackedRow, hash: UInt64, count: Int = 1) {
        guard count > 0 else { return }
        guard row.bytes.count <= longestRow else {
            oversized += count
            return
        }
        guard accepts(hash) else { return }
        if let index = groups[hash]?.firstIndex(where: { $0.row == row }) {
            groups[hash]?[index].count += count
            return
        }
        // Not `row` itself, whose memory its owner means to use again.
        let copy = SampledRow(row: PackedRow(copying: row), hash: hash, count: count)
        if groups[hash]?.append(copy) == nil {
            groups[hash] = [copy]
            greatest.insert(~hash)
        }
        rowCount += 1
        byteCount += row.bytes.count
        shrink()
    }

    /// - Throws: `mismatch` if the other one has other limits.
    package mutating func merge(_ other: RowSample) throws(ProfileError) {
        guard rowLimit == other.rowLimit else {
            throw .mismatch(part: "sample", parameter: "rows", rowLimit, other.rowLimit)
        }
        guard byteLimit == other.byteLimit else {
            throw .mismatch(part: "sample", parameter: "bytes", byteLimit, other.byteLimit)
        }
        oversized += other.oversized
        if let bound = other.bound, accepts(bound) { lower(to: bound) }
        for group in other.groups.values {
            for sampled in group { add(sampled.row, hash: sampled.hash, count: sampled.count) }
        }
    }

    private mutating func shrink() {
        while rowCount > rowLimit || byteCount > byteLimit {
            guard let complement = greatest.first else { return }
            lower(to: ~complement)
        }
    }

    /// Gives up all hashes from `bound` on.
    private mutating func lower(to bound: UInt64) {
        self.bound = bound
        while let hash = greatest.first.map({ ~$0 }), hash >= bound {
            _ = greatest.removeFirst()
            for sampled in groups.removeValue(forKey: hash) ?? [] {
                rowCount -= 1
                byteCount -= sampled.row.bytes.count
            }
        }
    }

    /// By ascending hash, those of one hash by their bytes.
    package var rows: [SampledRow] {
        groups.values.joined().sorted { $0.precedes($1) }
    }
}

/// A row and how often it occurs.
package struct SampledRow: Hashable, Sendable {
    package let row: PackedRow
    package let hash: UInt64
    package fileprivate(set) var count: Int

    fileprivate func precedes(_ other: Self) -> Bool {
        hash != other.hash ? hash < other.hash : row.bytes.precedes(other.row.bytes)
    }
}

extension RowSample: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    /// Limits, oversized rows, whether there is a bound, the bound, then each row in order.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(integer: UInt32(rowLimit))
        bytes.append(integer: UInt32(byteLimit))
        bytes.append(count: oversized)
        bytes.append(bound == nil ? 0 : 1)
        bytes.append(integer: bound ?? 0)
        bytes.append(integer: UInt32(rowCount))
        for sampled in rows {
            bytes.append(integer: sampled.hash)
            bytes.append(count: sampled.count)
            bytes.append(integer: UInt32(sampled.row.bytes.count))
            bytes.append(contentsOf: sampled.row.bytes)
        }
        return bytes
    }

    package init(bytes: [UInt8]) throws(ProfileError) {
        var reader = SketchReader(bytes, part: "sample")
        let rowLimit = Int(try reader.integer(UInt32.self))
        let byteLimit = Int(try reader.integer(UInt32.self))
        try reader.require(rowLimit > 0 && byteLimit > 0, "it has no room")
        self.init(rowLimit: rowLimit, byteLimit: byteLimit)
        let oversized = try reader.count()
        let isBounded = try reader.integer(UInt8.self)
        let bound = try reader.integer(UInt64.self)
        try reader.require(isBounded == 1 || isBounded == 0 && bound == 0, "its bound is unclear")
        let length = try reader.length(ofItems: 20)
        var last: SampledRow?
        for _ in 0..<length {
            let sampled = try Self.row(from: &reader)
            try reader.require(last?.precedes(sampled) ?? true, "its rows are not in order")
            try reader.require(isBounded == 0 || sampled.hash < bound, "a row is past its bound")
            add(sampled.row, hash: sampled.hash, count: sampled.count)
            last = sampled
        }
        try reader.require(rowCount == length, "it holds too much")
        try reader.end()
        self.oversized = oversized
        self.bound = isBounded == 1 ? bound : nil
    }

    private static func row(from reader: inout SketchReader) throws(ProfileError) -> SampledRow {
        let hash = try reader.integer(UInt64.self)
        let count = try reader.count()
        try reader.require(count > 0, "a row occurs 0 times")
        let packed = try reader.bytes(Int(try reader.integer(UInt32.self)))
        guard let row = PackedRow(bytes: packed) else {
            throw reader.malformed("the cells of a row are cut short")
        }
        return SampledRow(row: row, hash: hash, count: count)
    }
}
