/// Lines of text that are put in the order of their bytes.
struct SortedLines {
    private struct Line {
        /// The first eight bytes as a number: few lines need more than that to be told apart.
        let key: UInt64
        /// Where it stands, its end of line included.
        let range: Range<Int>
    }

    private var text: [UInt8] = []
    private var lines: [Line] = []

    /// - Parameter write: appends the line, which has no end of line and at least eight bytes.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        let start = text.count
        write(&text)
        text.append(UInt8(ascii: "\n"))
        let key = text.withUnsafeBytes {
            UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
        lines.append(Line(key: key, range: start..<text.count))
    }

    var sorted: [UInt8] {
        var sorted: [UInt8] = []
        sorted.reserveCapacity(text.count)
        for line in lines.sorted(by: isBefore) { sorted += text[line.range] }
        return sorted
    }

    private func isBefore(_ one: Line, _ other: Line) -> Bool {
        guard one.key == other.key else { return one.key < other.key }
        return text[one.range].lexicographicallyPrecedes(text[other.range])
    }
}
