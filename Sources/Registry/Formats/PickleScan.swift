import FileStorage

/// Finds out whether a file is a pickle, by following its instructions without doing them.
///
/// A pickle of protocol 0 is text, and any pickle may stand at the beginning of another file: what
/// counts is whether an unpickler that begins to read there comes to a call, or to an end. Words
/// that only happen to begin like instructions soon take something from an empty stack.
struct PickleScan {
    /// Nothing but a pickle is followed as far as that.
    private static let maximumSteps = 1 << 16
    /// More digits than any number of a pickle has.
    private static let maximumNumber = 1 << 13

    private enum Step { case next, pickle, other }

    private let file: WindowedFile
    private var position = 0
    /// Objects above the last mark, and above each mark before.
    private var depth = 0
    private var marks: [Int] = []
    private var memo: Set<UInt64> = []
    private var hasCallable = false

    private init(_ file: WindowedFile) { self.file = file }

    static func isPickle(_ file: WindowedFile) throws(StorageError) -> Bool {
        var scan = PickleScan(file)
        for _ in 0..<maximumSteps {
            switch try scan.step() {
            case .next: break
            case .pickle: return true
            case .other: return false
            }
        }
        return true
    }

    private mutating func step() throws(StorageError) -> Step {
        guard let byte = try file.byte(at: position), let opcode = PickleOpcode[byte] else {
            return .other
        }
        position += 1
        let start = position
        guard try skip(opcode.argument) else { return .other }
        switch opcode.effect {
        case .store: return try store(argument(opcode.argument, at: start)) ? .next : .other
        case .fetch:
            guard let key = try argument(opcode.argument, at: start), memo.contains(key) else {
                return .other
            }
            return replace(0, by: 1)
        case .stop:
            guard depth > 0 else { return .other }
            if hasCallable { return .pickle }
            return try isEnd() ? .pickle : .other
        default: return follow(opcode.effect)
        }
    }

    private mutating func follow(_ effect: PickleOpcode.Effect) -> Step {
        switch effect {
        case .replace(let taken, let left): return replace(taken, by: left)
        case .mark:
            marks.append(depth)
            depth = 0
            return .next
        case .collect(let taken, let left): return collect() ? replace(taken, by: left) : .other
        case .drop: return depth > 0 ? replace(1, by: 0) : collect() ? .next : .other
        case .callable(let taken):
            hasCallable = true
            return replace(taken, by: 1)
        // Without something to call, what is built is data.
        case .call(let taken):
            guard depth >= taken else { return .other }
            return hasCallable ? .pickle : .other
        case .instance: return marks.isEmpty ? .other : .pickle
        case .store, .fetch, .stop: return .other
        }
    }

    private mutating func replace(_ taken: Int, by left: Int) -> Step {
        guard depth >= taken else { return .other }
        depth += left - taken
        return .next
    }

    private mutating func collect() -> Bool {
        guard let below = marks.popLast() else { return false }
        depth = below
        return true
    }

    private mutating func store(_ key: UInt64?) -> Bool {
        guard depth > 0 else { return false }
        memo.insert(key ?? UInt64(memo.count))
        return true
    }

    /// Whether nothing but white space follows.
    private func isEnd() throws(StorageError) -> Bool {
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
