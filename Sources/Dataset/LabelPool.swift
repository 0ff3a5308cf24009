/// Gives each distinct text a number, without making a `String` for one it knows.
package struct LabelPool: Sendable {
    package private(set) var labels: [String] = []
    private var arena: [UInt8] = []
    /// Where each label ends in the arena.
    private var ends: [Int] = []
    /// Open addressing, a power of two; -1 is free.
    private var slots = [Int32](repeating: -1, count: 16)

    package init() {}

    package init(_ texts: [String]) {
        for text in texts { Array(text.utf8).withUnsafeBufferPointer { _ = code(of: $0) } }
    }

    package func contains(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var slot = firstSlot(of: UnsafeRawBufferPointer(bytes))
        while slots[slot] >= 0 {
            if isLabel(Int(slots[slot]), bytes) { return true }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    /// The number of a text, which is the next free one if the text is new.
    ///
    /// The text must be UTF-8.
    package mutating func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        if labels.count * 2 >= slots.count { grow() }
        var slot = firstSlot(of: UnsafeRawBufferPointer(bytes))
        while slots[slot] >= 0 {
            if isLabel(Int(slots[slot]), bytes) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        let code = Int32(labels.count)
        slots[slot] = code
        labels.append(String(decoding: bytes, as: UTF8.self))
        arena.append(contentsOf: bytes)
        ends.append(arena.count)
        return code
    }

    private func isLabel(_ code: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = code == 0 ? 0 : ends[code - 1]
        guard ends[code] - start == bytes.count else { return false }
        return arena.withUnsafeBufferPointer { arena in
            arena[start..<ends[code]].elementsEqual(bytes)
        }
    }

    private func firstSlot(of bytes: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: bytes)
        return hasher.finalize() & (slots.count - 1)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for code in labels.indices {
            let start = code == 0 ? 0 : ends[code - 1]
            var slot = arena.withUnsafeBytes { arena in
                firstSlot(of: UnsafeRawBufferPointer(rebasing: arena[start..<ends[code]]))
            }
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(code)
        }
    }
}
