/// Random numbers that are the same everywhere for a seed: SplitMix64 (Steele, Lea and Flood 2014).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter stream: gives each user of one seed numbers of its own.
    init(seed: UInt64, stream: UInt64) {
        var mixer = SeededGenerator(state: seed)
        let base = mixer.next()
        var other = SeededGenerator(state: base ^ (stream &* 0xD134_2543_DE82_EF95))
        state = other.next()
    }

    private init(state: UInt64) { self.state = state }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// From 0 up to, and without, a number above 0; without bias (Lemire 2019).
    mutating func below(_ limit: Int) -> Int {
        let limit = UInt64(limit)
        while true {
            let product = next().multipliedFullWidth(by: limit)
            if product.low >= limit || product.low >= (0 &- limit) % limit {
                return Int(product.high)
            }
        }
    }
}
