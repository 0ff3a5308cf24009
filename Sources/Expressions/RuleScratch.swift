/// Intermediate results of some rows, one set for each level of a rule.
///
/// It grows to what the deepest rule needs and is then used again.
final class RuleScratch {
    /// Few enough for a level to stay in a core's first cache.
    static let rows = 1024

    struct Level {
        let numbers: UnsafeMutablePointer<Double>
        /// 1 for a null, 0 for a number.
        let nulls: UnsafeMutablePointer<UInt8>
        let truths: UnsafeMutablePointer<UInt8>
    }

    private var levels: [Level] = []

    subscript(level: Int) -> Level {
        while levels.count <= level {
            levels.append(
                Level(
                    numbers: .allocate(capacity: Self.rows),
                    nulls: .allocate(capacity: Self.rows),
                    truths: .allocate(capacity: Self.rows)
                )
            )
        }
        return levels[level]
    }

    deinit {
        for level in levels {
            level.numbers.deallocate()
            level.nulls.deallocate()
            level.truths.deallocate()
        }
    }
}
