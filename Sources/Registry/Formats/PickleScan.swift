import FileStorage

/// Finds out whether a file is a pickle, by following its instructions without doing them.
///
/// A pickle of protocol 0 is text, and any pickle may stand at the beginning of another file: what
/// counts is whether an unpickler that begins to read there comes to a call, or to an end. Words
/// that only happen to begin like instructions soon take something from an empty stack.
struct PickleScan {
    /// Nothing but a pickle is followed as far as that.
    private static let maximumSteps = 1 << 16

    private enum Step { case next, pickle, other }

    private var reader: PickleReader
    /// Objects above the last mark, and above each mark before.
    private var depth = 0
    private var marks: [Int] = []
    private var memo: Set<UInt64> = []
    private var hasCallable = false

    private init(_ file: WindowedFile) { reader = PickleReader(file) }

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
        guard let (effect, key) = try reader.next() else { return .other }
        switch effect {
        case .store: return store(key) ? .next : .other
        case .fetch:
            guard let key, memo.contains(key) else { return .other }
            return replace(0, by: 1)
        case .stop:
            guard depth > 0 else { return .other }
            if hasCallable { return .pickle }
            return try reader.isEnd() ? .pickle : .other
        default: return follow(effect)
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
}
