import Profile
import TestSupport
import Testing

@Suite struct SketchHashTests {
    private let hash = ByteHash.standard

    /// Stored profiles hold what was made of these.
    @Test(arguments: [
        ("", 0x30a9_6e97_6390_dadf as UInt64, 0x37e5_0625_9ac4_350a as UInt64),
        ("a", 0x28ba_f2f5_3122_0b4c, 0x8116_84be_02f4_58d5),
        ("mlx", 0x74b3_ac3d_8dcd_0079, 0x1914_3883_5871_bed9),
        ("mlxv", 0x1fca_ee1e_c576_0214, 0xa8f2_de2c_38c4_cc0a),
        ("12345678", 0x24fc_7065_bc50_68fd, 0x159e_ff45_fa89_a3f6),
        ("0123456789abcdef", 0x9dae_a59b_66dd_513a, 0xc2a1_a49d_4bad_4cfe),
        ("0123456789abcdefg", 0x5005_6f8d_100c_37b8, 0x4ac7_f948_f04a_47b6),
        (
            String(repeating: "mlx-validate ", count: 20), 0xa85b_19d5_aa36_9105,
            0xc79e_7b43_080f_97bd
        ),
    ])
    func neverChanges(text: String, high: UInt64, low: UInt64) {
        #expect(hash.hash64(Array(text.utf8)) == high)
        #expect(hash.hash128(Array(text.utf8)) == UInt128(high) << 64 | UInt128(low))
    }

    @Test func neverChangesForNumbers() {
        #expect(hash.hash64(1.5) == 0xa9fd_cff4_eb78_da1c)
        #expect(hash.hash64(-0.0) == hash.hash64(0))
    }

    @Test func dependsOnTheSeed() {
        let other = ByteHash(seed: 1)
        #expect(other != hash)
        #expect(other.hash64([1, 2, 3]) != hash.hash64([1, 2, 3]))
        #expect(other.hash64(1) != hash.hash64(1))
    }

    /// A bit of the input flips each bit of the output half of the time.
    @Test(arguments: [2, 3, 4, 7, 8, 15, 16, 17, 32, 33, 48, 49, 100, 145])
    func spreadsEachBit(length: Int) {
        var generator = SplitMix(seed: UInt64(length))
        let (trials, bits) = (400, 8 * length)
        for bit in stride(from: 0, to: bits, by: max(1, bits / 40)) {
            var flips = [Int](repeating: 0, count: 128)
            for _ in 0..<trials {
                var bytes = generator.bytes(length)
                let before = hash.hash128(bytes)
                bytes[bit / 8] ^= 1 << (bit % 8)
                let difference = before ^ hash.hash128(bytes)
                for place in 0..<128 { flips[place] += Int(difference >> place & 1) }
            }
            // Six standard deviations of a fair coin: 10 each.
            #expect(flips.allSatisfy { abs($0 - trials / 2) <= 60 }, "bit \(bit): \(flips)")
        }
    }

    /// Keys as tables have them, each family with as many 32-bit collisions as chance would make.
    @Test func collidesNoMoreThanChance() {
        var families: [String: [[UInt8]]] = [:]
        families["numbers"] = (0..<100_000).map { Array("\($0)".utf8) }
        families["padded"] = (0..<100_000).map { Array("user-00000000-\($0)@example.org".utf8) }
        families["zeros"] = (0..<2000).map { [UInt8](repeating: 0, count: $0) }
        families["words"] = (0..<100_000).map { number in (0..<8).map { UInt8(number >> $0 & 1) } }
        families["words"] = Array(Set(families["words"] ?? []))
        families["two bits"] = (0..<512).flatMap { first in
            (0..<first).map { second in
                var bytes = [UInt8](repeating: 0, count: 64)
                bytes[first / 8] ^= 1 << (first % 8)
                bytes[second / 8] ^= 1 << (second % 8)
                return bytes
            }
        }
        for (name, keys) in families {
            let hashes = keys.map(hash.hash128)
            #expect(Set(hashes).count == keys.count, "\(name)")
            let pairs = Double(keys.count) * Double(keys.count) / 2
            for shift in stride(from: 0, to: 128, by: 32) {
                let distinct = Set(hashes.map { UInt32(truncatingIfNeeded: $0 >> shift) }).count
                let expected = pairs / 0x1p32
                #expect(
                    Double(keys.count - distinct) <= expected + 6 * expected.squareRoot() + 2,
                    "\(name), bits from \(shift)")
            }
        }
    }

    @Test func spreadsNumbersOverTheUpperBits() {
        var counts = [Int](repeating: 0, count: 256)
        for number in 0..<256_000 { counts[Int(hash.hash64(Double(number)) >> 56)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 1000) < 200 })
    }
}
