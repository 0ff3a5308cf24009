/// Reads the bytes of one sketch, little-endian, and refuses what no sketch writes.
///
/// What is read is never trusted for an allocation: counts are held against the bytes that are left.
struct SketchReader {
    /// More cells than this are in no profile; sums of a few thousand such counts do not overflow.
    static let largestCount = 1 << 48

    private let bytes: [UInt8]
    private var position = 0
    /// How errors name the sketch.
    private let part: String

    init(_ bytes: [UInt8], part: String) {
        self.bytes = bytes
        self.part = part
    }

    var left: Int { bytes.count - position }

    func malformed(_ reason: String) -> ProfileError { .malformed(part: part, reason: reason) }

    func require(_ condition: Bool, _ reason: String) throws(ProfileError) {
        guard condition else { throw malformed(reason) }
    }

    mutating func bytes(_ count: Int) throws(ProfileError) -> ArraySlice<UInt8> {
        try require(count >= 0 && count <= left, "it is cut short")
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func integer<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(ProfileError) -> Number {
        var number: Number = 0
        var shift = 0
        for byte in try bytes(Number.bitWidth / 8) {
            number |= Number(truncatingIfNeeded: byte) << shift
            shift += 8
        }
        return number
    }

    /// A count of cells.
    mutating func count() throws(ProfileError) -> Int {
        let count = try integer(UInt64.self)
        try require(count <= UInt64(Self.largestCount), "a count is out of range")
        return Int(count)
    }

    /// How many items of at least `size` bytes follow.
    mutating func length(ofItems size: Int) throws(ProfileError) -> Int {
        let length = Int(try integer(UInt32.self))
        try require(length <= left / size, "it is cut short")
        return length
    }

    /// A finite number; -0 stands nowhere.
    mutating func number() throws(ProfileError) -> Double {
        let number = Double(bitPattern: try integer())
        try require(number.isFinite, "a number is not finite")
        try require(number != 0 || number.sign == .plus, "a number is -0")
        return number
    }

    func end() throws(ProfileError) { try require(left == 0, "\(left) bytes are left over") }
}

extension [UInt8] {
    /// Appends an integer, little-endian.
    mutating func append(integer: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: integer.littleEndian) { append(contentsOf: $0) }
    }

    mutating func append(count: Int) { append(integer: UInt64(count)) }

    mutating func append(number: Double) { append(integer: number.bitPattern) }

    /// Whether it stands before another one, compared byte by byte.
    func precedes(_ other: [UInt8]) -> Bool { lexicographicallyPrecedes(other) }
}
