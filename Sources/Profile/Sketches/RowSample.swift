/// A sample of the different rows of a table: those with the least hashes, and how often each occurs.
///
/// Which rows these are depends neither on the order of the rows nor on how they were parted: adding
/// is order-free, merging is associative and commutative, and the merge of parts is the sample of
/// the whole, bit for bit. A table with few different rows is held as it is.
///
/// The rows of one hash are held, or given up, together. Once a hash was given up for want of room,
/// no hash from there on is accepted again; without that the byte limit would depend on the order.
package struct RowSample: Sendable {
    package static let defaultRowLimit = 5000
    package static let defaultByteLimit = 8 << 20

    package let rowLimit: Int
    /// Of packed rows.
    package let byteLimit: Int
    /// The least hash, below the bound, of a row that was too long; nil if there is none.
    private var oversized: UInt64?
    /// The least hash that was given up; nil if none was.
    package private(set) var bound: UInt64?
    /// More than the limits allow, so that room is not made row by row.
    private var held = SampledRows()

    package init(rowLimit: Int = defaultRowLimit, byteLimit: Int = defaultByteLimit) {
        precondition(rowLimit > 0 && byteLimit > 0)
        self.rowLimit = rowLimit
        self.byteLimit = byteLimit
    }

    /// Longer rows are left out: one would take the place of too many others.
    package var longestRow: Int { byteLimit / 64 }

    /// Whether the sample holds all rows.
    package var isComplete: Bool {
        let settled = settled
        return settled.bound == nil && settled.oversized == nil
    }

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
        row.bytes.withUnsafeBytes { add($0, hash: hash, count: count) }
    }

    mutating func add(_ row: UnsafeRawBufferPointer, hash: UInt64, count: Int = 1) {
        guard count > 0, accepts(hash) else { return }
        guard row.count <= longestRow else { return leaveOut(hash) }
        held.add(row, hash: hash, count: count)
        if held.count >= 2 * rowLimit || held.bytes.count > byteLimit + byteLimit / 4 { settle() }
    }

    /// - Throws: `mismatch` if the other one has other limits.
    package mutating func merge(_ other: RowSample) throws(ProfileError) {
        guard rowLimit == other.rowLimit else {
            throw .mismatch(part: "sample", parameter: "rows", rowLimit, other.rowLimit)
        }
        guard byteLimit == other.byteLimit else {
            throw .mismatch(part: "sample", parameter: "bytes", byteLimit, other.byteLimit)
        }
        if let bound = other.bound, accepts(bound) {
            held.keep(below: bound)
            lower(to: bound)
        }
        if let hash = other.oversized, accepts(hash) { leaveOut(hash) }
        other.held.forEach { row, hash, count in add(row, hash: hash, count: count) }
        settle()
    }

    /// The same rows written in another way.
    func mapped(_ row: (PackedRow) -> PackedRow) -> RowSample {
        var sample = RowSample(rowLimit: rowLimit, byteLimit: byteLimit)
        let own = settled
        (sample.bound, sample.oversized) = (own.bound, own.oversized)
        for sampled in own.rows {
            sample.add(row(sampled.row), hash: sampled.hash, count: sampled.count)
        }
        sample.settle()
        return sample
    }

    private mutating func leaveOut(_ hash: UInt64) {
        oversized = min(hash, oversized ?? hash)
    }

    /// Gives up what the limits have no room for.
    package mutating func settle() {
        guard !isSettled, let bound = held.keep(rows: rowLimit, bytes: byteLimit) else { return }
        lower(to: bound)
    }

    private mutating func lower(to bound: UInt64) {
        self.bound = bound
        if let hash = oversized, hash >= bound { oversized = nil }
    }

    private var isSettled: Bool { held.count <= rowLimit && held.bytes.count <= byteLimit }

    private var settled: RowSample {
        guard !isSettled else { return self }
        var copy = self
        copy.settle()
        return copy
    }

    /// By ascending hash, those of one hash by their bytes.
    package var rows: [SampledRow] {
        var rows: [SampledRow] = []
        settled.held.forEach { row, hash, count in
            rows.append(SampledRow(row: PackedRow(trusted: row), hash: hash, count: count))
        }
        return rows
    }
}

extension RowSample: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    /// Limits; whether there are a bound and a row that is too long, and their hashes; each row.
    package var bytes: [UInt8] {
        let sample = settled
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sample.held.bytes.count + 20 * sample.held.count + 64)
        bytes.append(integer: UInt32(rowLimit))
        bytes.append(integer: UInt32(byteLimit))
        for hash in [sample.bound, sample.oversized] {
            bytes.append(hash == nil ? 0 : 1)
            bytes.append(integer: hash ?? 0)
        }
        bytes.append(integer: UInt32(sample.held.count))
        sample.held.forEach { row, hash, count in
            bytes.append(integer: hash)
            bytes.append(count: count)
            bytes.append(integer: UInt32(row.count))
            bytes.append(contentsOf: row)
        }
        return bytes
    }

    package init(bytes: [UInt8]) throws(ProfileError) {
        var reader = SketchReader(bytes, part: "sample")
        let rowLimit = Int(try reader.integer(UInt32.self))
        let byteLimit = Int(try reader.integer(UInt32.self))
        try reader.require(rowLimit > 0 && byteLimit > 0, "it has no room")
        self.init(rowLimit: rowLimit, byteLimit: byteLimit)
        let (bound, oversized) = (try Self.hash(from: &reader), try Self.hash(from: &reader))
        let length = try reader.length(ofItems: 20)
        var last: SampledRow?
        for _ in 0..<length {
            let sampled = try Self.row(from: &reader)
            try reader.require(last?.precedes(sampled) ?? true, "its rows are not in order")
            try reader.require(sampled.row.bytes.count <= longestRow, "it holds too much")
            add(sampled.row, hash: sampled.hash, count: sampled.count)
            last = sampled
        }
        try reader.require(held.count == length && isSettled, "it holds too much")
        try reader.end()
        for hash in [last?.hash, oversized] {
            guard let hash, let bound else { continue }
            try reader.require(hash < bound, "a row is past its bound")
        }
        (self.bound, self.oversized) = (bound, oversized)
    }

    private static func hash(from reader: inout SketchReader) throws(ProfileError) -> UInt64? {
        let (isThere, hash) = (try reader.integer(UInt8.self), try reader.integer(UInt64.self))
        try reader.require(isThere == 1 || isThere == 0 && hash == 0, "a hash is unclear")
        return isThere == 1 ? hash : nil
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

extension SampledRow {
    fileprivate func precedes(_ other: Self) -> Bool {
        hash != other.hash ? hash < other.hash : row.bytes.precedes(other.row.bytes)
    }
}
