/// Reads the keys of several sorted runs in ascending order, each key once.
///
/// A class, because it owns the buffers of the runs.
final class KeyMerge {
    /// The part of a run that is in memory.
    private struct Reader {
        var entries: UnsafeMutableBufferPointer<KeyEntry>
        /// How much of `entries` is filled, and the next one to be read.
        var filled = 0
        var next = 0
        var offset: Int64
        var left: Int
    }

    private struct Head: Comparable, Sendable {
        let entry: KeyEntry
        let reader: Int

        // The number of the run decides nothing that could be seen.
        static func < (left: Self, right: Self) -> Bool { left.entry < right.entry }
        static func == (left: Self, right: Self) -> Bool { left.entry == right.entry }
    }

    private let runs: KeyRuns
    private var readers: [Reader] = []
    private var heads = MinHeap<Head>()
    /// The first rows that other runs than that of the first row have for the last key.
    private(set) var later: [Int] = []

    /// - Parameter memory: for all buffers together, in bytes.
    init(_ runs: KeyRuns, _ parts: [KeyRuns.Run], memory: Int) throws(ProfileError) {
        self.runs = runs
        let length = memory / max(1, parts.count) / MemoryLayout<KeyEntry>.stride
        for part in parts {
            readers.append(
                Reader(
                    entries: .allocate(capacity: min(max(length, 128), 8192)),
                    offset: part.offset, left: part.count))
        }
        for reader in readers.indices {
            if let entry = try read(reader) { heads.insert(Head(entry: entry, reader: reader)) }
        }
    }

    deinit { for reader in readers { reader.entries.deallocate() } }

    /// The next key, with its first row and the count of its rows in all runs.
    func next() throws(ProfileError) -> KeyEntry? {
        later.removeAll(keepingCapacity: true)
        guard var merged = try takeFirst() else { return nil }
        while let head = heads.first, head.entry.hasKey(of: merged) {
            later.append(head.entry.first)
            merged.count += head.entry.count
            _ = try takeFirst()
        }
        return merged
    }

    private func takeFirst() throws(ProfileError) -> KeyEntry? {
        guard let head = heads.first else { return nil }
        if let entry = try read(head.reader) {
            heads.replaceFirst(with: Head(entry: entry, reader: head.reader))
        } else {
            _ = heads.removeFirst()
        }
        return head.entry
    }

    private func read(_ reader: Int) throws(ProfileError) -> KeyEntry? {
        if readers[reader].next == readers[reader].filled {
            guard readers[reader].left > 0 else { return nil }
            try fill(&readers[reader])
        }
        defer { readers[reader].next += 1 }
        return readers[reader].entries[readers[reader].next]
    }

    private func fill(_ reader: inout Reader) throws(ProfileError) {
        let count = min(reader.left, reader.entries.count)
        try runs.read(
            at: reader.offset,
            into: UnsafeMutableBufferPointer(rebasing: reader.entries[..<count]))
        reader.offset += Int64(count * MemoryLayout<KeyEntry>.stride)
        reader.left -= count
        (reader.filled, reader.next) = (count, 0)
    }
}
