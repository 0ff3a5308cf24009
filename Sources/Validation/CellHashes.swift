import Dataset
import Profile

/// Hashes the values of one column's cells in one block; values that are equal in their type have
/// equal hashes.
///
/// Short cells, which come again and again, are read once as long as no other takes their place.
struct CellHashes {
    /// A text of up to eight bytes, and the hash of its value; nil if it has none.
    private struct Known {
        var word: UInt64 = 0
        /// No cell has this many bytes.
        var count = UInt32.max
        var hash: UInt128?
    }

    private static let bits = 10

    private let block: TableBlock
    private let parser: CellParser
    private let hash: ByteHash
    private var known = [Known](repeating: Known(), count: 1 << bits)

    init(_ block: TableBlock, _ parser: CellParser, _ hash: ByteHash = KeyHash.secret) {
        (self.block, self.parser, self.hash) = (block, parser, hash)
    }

    /// - Returns: nil for a cell that has no value.
    mutating func hash(of cell: Cell) -> UInt128? {
        guard cell.count <= 8 else { return cell.isAbsent ? nil : read(block.text(cell)) }
        let word = block.word(cell)
        let place = Int(
            truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
        if known[place].count == cell.count, known[place].word == word { return known[place].hash }
        let hash = read(block.text(cell))
        known[place] = Known(word: word, count: cell.count, hash: hash)
        return hash
    }

    private func read(_ text: UnsafeBufferPointer<UInt8>) -> UInt128? {
        guard !parser.isMissing(text), let value = parser.value(text) else { return nil }
        return switch value {
        case .number(let number): hash((number + 0).bitPattern)
        case .moment(let moment): hash(UInt64(bitPattern: moment))
        case .text: hash.hash128(UnsafeRawBufferPointer(text))
        }
    }

    private func hash(_ word: UInt64) -> UInt128 {
        withUnsafeBytes(of: word) { hash.hash128($0) }
    }
}
