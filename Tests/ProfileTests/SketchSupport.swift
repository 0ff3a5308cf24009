import Profile
import TestSupport

extension SplitMix {
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
