/// A seeded generator, so that a failure can be met again (Steele, Lea and Flood 2014).
///
/// The scripts beside the fixtures repeat it.
package struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// At least 0 and below 1, of the upper 53 bits.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
