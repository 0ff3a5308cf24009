package import FoundationEssentials

/// Names for runs: ULIDs, which sort by time.
package enum RunIdentifier {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// 26 characters of Crockford's base 32: 48 bits of milliseconds, 80 of chance.
    package static func make(
        at date: Date,
        using generator: inout some RandomNumberGenerator
    ) -> String {
        let milliseconds = UInt64(max(0, date.timeIntervalSince1970) * 1000) & 0xFFFF_FFFF_FFFF
        let time = stride(from: 45, through: 0, by: -5).map { shift in
            alphabet[Int(milliseconds >> UInt64(shift)) & 31]
        }
        let chance = (0..<16).map { _ in alphabet[Int(generator.next(upperBound: 32 as UInt))] }
        return String(time + chance)
    }

    /// Whether a name given by a user can stand in paths, headers and logs.
    package static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: ".")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

extension Date {
    /// ISO 8601 in UTC with whole seconds, as `2026-11-20T12:00:00Z`.
    package var timestamp: String { formatted(.iso8601) }
}
