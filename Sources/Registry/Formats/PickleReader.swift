import FileStorage

/// Reads one instruction of a pickle after another.
struct PickleReader {
    /// More digits than any number of a pickle has.
    private static let maximumNumber = 1 << 13

    private let file: WindowedFile
    private var position = 0

    init(_ file: WindowedFile) { self.file = file }

    /// - Returns: what the next instruction does, and the key that it names, if it names one; nil
    ///   if there is none here.
    mutating func next() throws(StorageError) -> (PickleOpcode.Effect, key: UInt64?)? {
        guard let byte = try file.byte(at: position), let opcode = PickleOpcode[byte] else {
            return nil
        }
        position += 1
        let start = position
        guard try skip(opcode.argument) else { return nil }
        switch opcode.effect {
        case .store, .fetch: return (opcode.effect, try argument(opcode.argument, at: start))
        default: return (opcode.effect, nil)
        }
    }

    /// Whether nothing but white space follows.
    func isEnd() throws(StorageError) -> Bool {
        for place in position..<position + 16 {
            guard let byte = try file.byte(at: place) else { return true }
            guard byte == 0x20 || (0x09...0x0D).contains(byte) else { return false }
        }
        return false
    }

    /// The key that a store or a fetch names; nil for the next one.
    private func argument(_ kind: PickleOpcode.Argument, at start: Int) throws(StorageError)
        -> UInt64?
    {
        switch kind {
        case .bytes(let width): return try file.integer(at: start, width: width)
        case .number:
            let digits = try file.bytes(at: start, count: position - 1 - start) ?? []
            return UInt64(String(decoding: digits, as: UTF8.self))
        default: return nil
        }
    }

    /// - Returns: whether the file holds such an argument.
    private mutating func skip(_ argument: PickleOpcode.Argument) throws(StorageError) -> Bool {
        switch argument {
        case .none: return true
        case .bytes(let count): position += count
        case .counted(let width):
            guard let count = try file.integer(at: position, width: width),
                let count = Int(exactly: count), count <= file.size
            else { return false }
            position += width + count
        case .line: return try skipLine()
        case .twoLines:
            guard try skipLine() else { return false }
            return try skipLine()
        case .number: return try skipNumber()
        case .quoted:
            guard let quote = try file.byte(at: position), "'\"".utf8.contains(quote) else {
                return false
            }
            return try skipLine()
        }
        return position <= file.size
    }

    private mutating func skipLine() throws(StorageError) -> Bool {
        guard let end = try file.lineEnd(from: position) else { return false }
        position = end + 1
        return true
    }

    private mutating func skipNumber() throws(StorageError) -> Bool {
        let allowed = "0123456789abcdefABCDEFxXoOlL_+-. infatyINFATY\t\r".utf8
        for place in position..<position + Self.maximumNumber {
            guard let byte = try file.byte(at: place) else { return false }
            if byte == 0x0A {
                defer { position = place + 1 }
                return place > position
            }
            guard allowed.contains(byte) else { return false }
        }
        return false
    }
}
