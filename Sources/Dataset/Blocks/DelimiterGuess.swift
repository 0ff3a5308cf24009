/// Tells a delimiter from the line that should be a header.
enum DelimiterGuess {
    /// In bytes; of a longer one the beginning is looked at.
    static let longestLine = 1 << 20

    /// What tables are delimited by that are called CSV, besides the comma.
    private static let candidates = [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]

    /// The first line that is not empty; nil if it does not end.
    static func firstLine(of text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard let start = text.firstIndex(where: { !LineEnds.contains($0) }),
            let end = text[start...].firstIndex(where: LineEnds.contains)
        else { return nil }
        return UnsafeBufferPointer(rebasing: text[start..<end])
    }

    /// The candidate that is most often between quotes, if no comma is.
    static func delimiter(of line: UnsafeBufferPointer<UInt8>, _ dialect: Dialect) -> UInt8? {
        var counts = [Int](repeating: 0, count: candidates.count)
        var isQuoted = false
        for byte in line {
            if byte == dialect.quote { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == dialect.delimiter { return nil }
            if let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
        }
        guard let most = counts.max(), most > 0 else { return nil }
        return counts.firstIndex(of: most).map { candidates[$0] }
    }
}
