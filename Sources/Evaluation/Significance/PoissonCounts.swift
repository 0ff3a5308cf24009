import Glibc

/// How often each row is in a resample.
///
/// Poisson with mean 1, as rows drawn with replacement from many are (Chamandy et al. 2012).
/// Each resample has a stream of random numbers of its own, so that it is the same on any thread.
struct PoissonCounts: ~Copyable {
    private static let lanes = 8
    /// The greatest number of 16 bits for which a count is at most 0, 1, …, 7: probabilities are
    /// exact to 2⁻¹⁶, and above 8 is what is rarer than that.
    private static let limits: [SIMD8<UInt16>] = {
        var (term, sum) = (exp(-1.0), 0.0)
        return (0..<lanes).map { count in
            sum += term
            term /= Double(count + 1)
            return SIMD8(repeating: UInt16(min(65_535, (sum * 65_536).rounded() - 1)))
        }
    }()

    private let rowCount: Int
    let base: UnsafeMutablePointer<UInt8>

    init(rowCount: Int) {
        self.rowCount = rowCount
        base = .allocate(capacity: rowCount + 2 * Self.lanes)
        base.initialize(repeating: 0, count: rowCount + 2 * Self.lanes)
    }

    deinit { base.deallocate() }

    /// Draws a resample.
    func draw(seed: UInt64, resample: Int) {
        var state = Self.mixed(seed &+ Self.mixed(UInt64(resample) &+ 1))
        var row = 0
        while row < rowCount {
            let bits = SIMD2<UInt64>(Self.next(&state), Self.next(&state))
            let draws = unsafeBitCast(bits, to: SIMD8<UInt16>.self)
            var counts = SIMD8<UInt16>(repeating: 0)
            for limit in Self.limits {
                counts &+= SIMD8(repeating: 0).replacing(
                    with: SIMD8(repeating: 1), where: draws .> limit)
            }
            let bytes = SIMD8<UInt8>(truncatingIfNeeded: counts)
            UnsafeMutableRawPointer(base + row).storeBytes(of: bytes, as: SIMD8<UInt8>.self)
            row += Self.lanes
        }
    }

    /// Counts all rows once, but for those of one part in `parts`.
    func leaveOut(_ part: Int, of parts: Int) {
        memset(base, 1, rowCount)
        for row in stride(from: part, to: rowCount, by: parts) { base[row] = 0 }
    }

    @inline(__always)
    private static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return mixed(state)
    }

    /// SplitMix64's finaliser (Steele, Lea and Flood 2014).
    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        var word = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
