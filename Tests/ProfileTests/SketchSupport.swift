import Profile

/// A seeded generator (Steele, Lea, Flood 2014), so that a failure can be met again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    /// At least 0 and below 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// A number with a long tail of rare values.
    mutating func zipf(_ limit: Double) -> Int { Int(min(limit, 1 / (unit() + 1e-9))) }

    /// Cuts `count` items into consecutive parts, some of them empty.
    mutating func parts(of count: Int, into number: Int) -> [Range<Int>] {
        let cuts = (1..<number).map { _ in Int.random(in: 0...count, using: &self) }.sorted()
        return zip([0] + cuts, cuts + [count]).map { $0..<$1 }
    }
}
