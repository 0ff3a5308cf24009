import Glibc

/// An estimate of how many different values there are, in 16 KiB.
///
/// Merging is associative, commutative and idempotent, and the merge of parts is the sketch of the
/// whole, bit for bit. It says nothing of whether a value is repeated.
package struct HyperLogLog: Hashable, Sendable {
    private static let precision = 14
    private static let size = 1 << precision
    /// The bits of a hash that do not choose the register, and the highest register with them.
    private static let ranks = UInt64.bitWidth - precision
    /// √(3 ln 2 − 1) / √m, from Flajolet and others 2007.
    package static let relativeStandardError = (3 * log(2.0) - 1).squareRoot() / 128

    private var registers = [UInt8](repeating: 0, count: size)

    package init() {}

    /// - Parameter hash: spread evenly, as by `ByteHash`.
    @inline(__always)
    package mutating func add(hash: UInt64) {
        let register = Int(truncatingIfNeeded: hash >> UInt64(Self.ranks))
        // The bit that is set bounds the rank if all others are 0.
        let rest = hash << UInt64(Self.precision) | 1 << UInt64(Self.precision - 1)
        let rank = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount + 1)
        if registers[register] < rank { registers[register] = rank }
    }

    /// Where a hash is counted: its register, and the rank in the last six bits.
    static func place(of hash: UInt64) -> Int {
        let rest = hash << UInt64(precision) | 1 << UInt64(precision - 1)
        return Int(truncatingIfNeeded: hash >> UInt64(ranks)) << 6
            | (rest.leadingZeroBitCount + 1)
    }

    /// A hash that is counted at a place.
    static func hash(at place: Int) -> UInt64 {
        let rank = place & 0x3F
        let rest: UInt64 = (1...ranks).contains(rank) ? 1 << UInt64(ranks - rank) : 0
        return UInt64(place >> 6 & (size - 1)) << UInt64(ranks) | rest
    }

    package mutating func add(hashes: [UInt64]) {
        for hash in hashes { add(hash: hash) }
    }

    package mutating func merge(_ other: HyperLogLog) {
        for register in registers.indices {
            registers[register] = max(registers[register], other.registers[register])
        }
    }

    /// The improved raw estimator (Ertl 2017, "New cardinality estimation algorithms for
    /// HyperLogLog sketches", algorithm 6).
    package var estimate: Double {
        var histogram = [Double](repeating: 0, count: Self.ranks + 2)
        for register in registers { histogram[Int(register)] += 1 }
        let size = Double(Self.size)
        var sum = size * Self.tau(1 - histogram[Self.ranks + 1] / size)
        for rank in stride(from: Self.ranks, through: 1, by: -1) {
            sum = 0.5 * (sum + histogram[rank])
        }
        sum += size * Self.sigma(histogram[0] / size)
        return size * size / (2 * log(2.0) * sum)
    }

    /// `x + Σ 2^(k-1) x^(2^k)`, which corrects for registers that are 0.
    private static func sigma(_ share: Double) -> Double {
        guard share < 1 else { return .infinity }
        var (power, factor, sum) = (share, 1.0, share)
        while true {
            power *= power
            let next = sum + power * factor
            if next == sum { return sum }
            (sum, factor) = (next, factor * 2)
        }
    }

    /// `(1 - x - Σ 2^(-k) (1 - x^(2^-k))²) / 3`, which corrects for registers that are full.
    private static func tau(_ share: Double) -> Double {
        guard share > 0, share < 1 else { return 0 }
        var (root, factor, sum) = (share, 1.0, 1 - share)
        while true {
            root = root.squareRoot()
            factor *= 0.5
            let next = sum - (1 - root) * (1 - root) * factor
            if next == sum { return sum / 3 }
            sum = next
        }
    }
}

extension HyperLogLog {
    /// The registers.
    package var bytes: [UInt8] { registers }

    package init(bytes: [UInt8]) throws(ProfileError) {
        let reader = SketchReader(bytes, part: "distinct")
        try reader.require(bytes.count == Self.size, "\(Self.size) bytes are expected")
        try reader.require(
            bytes.allSatisfy { $0 <= Self.ranks + 1 }, "a register is out of range")
        registers = bytes
    }
}
