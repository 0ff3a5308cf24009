/// A seeded hash of bytes and of numbers, for sketches and for finding equal keys.
///
/// Words are folded with a full multiplication (the construction of wyhash). It spreads well and is
/// no cryptographic hash: whoever knows the seed can make keys collide. The results are part of the
/// format of a profile: profiles are merged only if they agree.
package struct ByteHash: Hashable, Sendable {
    /// The one that profiles are made with; its seed is the text "mlx-hash" in ASCII.
    package static let standard = ByteHash(seed: 0x6d6c_782d_6861_7368)

    package let seed: UInt64
    private let first: Lane
    private let second: Lane

    package init(seed: UInt64) {
        self.seed = seed
        // The fractional parts of square roots of primes, as in SHA-512: even bits, no meaning.
        first = Lane(
            seed: seed,
            keys: (0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b)
        )
        second = Lane(
            seed: seed,
            keys: (0xa54f_f53a_5f1d_36f1, 0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f)
        )
    }

    @inline(__always)
    package func hash64(_ bytes: UnsafeRawBufferPointer) -> UInt64 { first.hash(bytes) }

    /// The upper half is `hash64`.
    @inline(__always)
    package func hash128(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
        UInt128(first.hash(bytes)) << 64 | UInt128(second.hash(bytes))
    }

    package func hash64(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { hash64($0) } }

    package func hash128(_ bytes: [UInt8]) -> UInt128 { bytes.withUnsafeBytes { hash128($0) } }

    /// Different numbers have different hashes; -0 is 0.
    @inline(__always)
    package func hash64(_ number: Double) -> UInt64 {
        Self.mix((number + 0).bitPattern ^ first.state)
    }

    /// A permutation of the words that spreads each bit over all others.
    ///
    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    @inline(__always)
    static func mix(_ word: UInt64) -> UInt64 {
        var word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    package static func == (left: Self, right: Self) -> Bool { left.seed == right.seed }

    package func hash(into hasher: inout Hasher) { hasher.combine(seed) }
}

/// One word of a hash.
private struct Lane: Sendable {
    let state: UInt64
    let keys: (UInt64, UInt64, UInt64)

    init(seed: UInt64, keys: (UInt64, UInt64, UInt64)) {
        self.keys = keys
        state = seed ^ Self.fold(seed ^ keys.0, keys.1)
    }

    @inline(__always)
    func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return finish(0, 0, state, 0) }
        let count = bytes.count
        if count > 16 { return long(start, count) }
        if count >= 8 {
            return finish(Self.word(start), Self.word(start + (count - 8)), state, count)
        }
        if count >= 4 {
            return finish(Self.half(start), Self.half(start + (count - 4)), state, count)
        }
        let word =
            UInt64(start.load(as: UInt8.self)) << 16
            | UInt64(start.load(fromByteOffset: count >> 1, as: UInt8.self)) << 8
            | UInt64(start.load(fromByteOffset: count - 1, as: UInt8.self))
        return finish(word, 0, state, count)
    }

    private func long(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        var state = state
        var position = start
        var left = count
        if left > 48 {
            // Three chains, so that the processor need not wait for each multiplication.
            var (second, third) = (state, state)
            while left > 48 {
                state = Self.fold(Self.word(position) ^ keys.0, Self.word(position + 8) ^ state)
                second = Self.fold(
                    Self.word(position + 16) ^ keys.1, Self.word(position + 24) ^ second)
                third = Self.fold(
                    Self.word(position + 32) ^ keys.2, Self.word(position + 40) ^ third)
                position += 48
                left -= 48
            }
            state ^= second ^ third
        }
        while left > 16 {
            state = Self.fold(Self.word(position) ^ keys.0, Self.word(position + 8) ^ state)
            position += 16
            left -= 16
        }
        let end = start + count
        return finish(Self.word(end - 16), Self.word(end - 8), state, count)
    }

    @inline(__always)
    private func finish(_ left: UInt64, _ right: UInt64, _ state: UInt64, _ count: Int) -> UInt64 {
        let (left, right) = (left ^ keys.1, right ^ state)
        let product = left.multipliedFullWidth(by: right)
        return Self.fold(
            left ^ product.low ^ keys.0 ^ UInt64(truncatingIfNeeded: count),
            right ^ product.high ^ keys.2
        )
    }

    /// The factors stay in the result, so that a factor of 0 does not swallow the other one.
    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return left ^ right ^ product.low ^ product.high
    }

    @inline(__always)
    private static func word(_ start: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    private static func half(_ start: UnsafeRawPointer) -> UInt64 {
        UInt64(UInt32(littleEndian: start.loadUnaligned(as: UInt32.self)))
    }
}
