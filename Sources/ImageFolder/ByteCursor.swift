import Glibc

/// Bytes that arrive in pieces, taken in portions that may span two of them.
struct ByteCursor {
    private var piece: UnsafeRawBufferPointer
    /// How many bytes of the file were taken.
    private(set) var offset: Int
    /// The portion that is being put together.
    private var portion: [UInt8] = []

    init() {
        piece = UnsafeRawBufferPointer(start: nil, count: 0)
        offset = 0
    }

    var isEmpty: Bool { piece.isEmpty }

    /// Goes on with the next piece; what was left of the one before is gone.
    mutating func refill(_ piece: UnsafeRawBufferPointer) { self.piece = piece }

    /// The next `count` bytes; nil if the piece ends before, then they are kept for the next call.
    mutating func take(_ count: Int) -> [UInt8]? {
        portion += take(upTo: count - portion.count)
        guard portion.count == count else { return nil }
        defer { portion.removeAll(keepingCapacity: true) }
        return portion
    }

    /// What is left of the piece, at most `count` bytes.
    mutating func take(upTo count: Int) -> UnsafeRawBufferPointer {
        let taken = UnsafeRawBufferPointer(rebasing: piece.prefix(count))
        piece = UnsafeRawBufferPointer(rebasing: piece.dropFirst(taken.count))
        offset += taken.count
        return taken
    }

    mutating func takeByte() -> UInt8? {
        take(upTo: 1).first
    }

    /// Skips to behind the next `byte`; false if the piece has none, then all of it is gone.
    mutating func skip(past byte: UInt8) -> Bool {
        guard let start = piece.baseAddress, let found = memchr(start, Int32(byte), piece.count)
        else {
            _ = take(upTo: piece.count)
            return false
        }
        _ = take(upTo: UnsafeRawPointer(found) - start + 1)
        return true
    }
}

extension Array<UInt8> {
    /// The big-endian number in some of the bytes.
    func number(_ range: Range<Int>) -> Int {
        self[range].reduce(0) { $0 << 8 | Int($1) }
    }
}
