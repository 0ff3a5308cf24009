/// The rows of a table by their features' values, and whether those with the same have one label.
///
/// Of more groups than are kept those with the least hashes are, each with all of its rows: which
/// these are does not depend on the order of the rows, and a conflict in them is one of the table.
package struct LabelGroups: Sendable {
    package static let defaultLimit = 1 << 16

    private struct Group: Sendable {
        let hash: UInt64
        /// Of the first row that was met.
        let label: UInt64
        var rows = 1
        var isConflict = false
    }

    private let limit: Int
    private var groups: [Group] = []
    /// Numbers of groups from 1 on, 0 where there is none; a power of two of them.
    private var slots = [Int32](repeating: 0, count: 1024)
    /// The least hash that was given up; nil if none was.
    private var bound: UInt64?

    /// - Parameter limit: how many groups are kept; until `settle`, up to twice as many.
    package init(limit: Int = defaultLimit) { self.limit = limit }

    /// Adds a row.
    ///
    /// - Parameter features, label: the same for equal values, spread evenly over others.
    package mutating func add(features: UInt64, label: UInt64) {
        if let bound, features >= bound { return }
        let slot = slot(of: features)
        guard slots[slot] == 0 else {
            let group = Int(slots[slot]) - 1
            groups[group].rows += 1
            if groups[group].label != label { groups[group].isConflict = true }
            return
        }
        groups.append(Group(hash: features, label: label))
        slots[slot] = Int32(groups.count)
        // Not one by one.
        if groups.count >= 2 * limit { settle() }
        if 2 * groups.count > slots.count { index(4 * slots.count) }
    }

    private func slot(of hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0, groups[Int(slots[slot]) - 1].hash != hash {
            slot = (slot + 1) & mask
        }
        return slot
    }

    /// Gives up the groups that are too many.
    package mutating func settle() {
        guard groups.count > limit else { return }
        groups.sort { $0.hash < $1.hash }
        bound = groups[limit].hash
        groups.removeLast(groups.count - limit)
        index(slots.count)
    }

    private mutating func index(_ count: Int) {
        slots = [Int32](repeating: 0, count: count)
        for (number, group) in groups.enumerated() {
            slots[slot(of: group.hash)] = Int32(number + 1)
        }
    }

    /// Whether all rows of the table are here.
    var isComplete: Bool { bound == nil }

    /// The rows that are here.
    var rows: Int { groups.reduce(0) { $0 + $1.rows } }

    /// Those whose features another row has with another label.
    var conflicts: Int { groups.reduce(0) { $0 + ($1.isConflict ? $1.rows : 0) } }
}
