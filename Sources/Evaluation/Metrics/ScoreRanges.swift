import Dataset

/// Scores distributed over ranges of values, so that each range can be sorted in the cache, by any
/// thread.
///
/// Which range a score falls into is linear in the score: so the ranges are in order, and no score
/// is in two of them.
final class ScoreRanges<Score: RankedScore>: @unchecked Sendable {
    /// Fewer rows than these are one range.
    private static var rangeSize: Int { 1 << 11 }
    private static var maximumRanges: Int { 1 << 12 }

    /// Range by range, in each first the positives, then the negatives.
    private let scores: UnsafeMutablePointer<Score>
    /// Where the classes of each range start, twice as many as there are ranges, and the end.
    private let starts: [Int]
    private let rowCount: Int

    /// - Parameter isPositive: of each row.
    init(_ column: ScoreColumn, _ isPositive: [Bool]) {
        rowCount = column.rowCount
        scores = .allocate(capacity: max(1, rowCount))
        let wanted = min(Self.maximumRanges, max(1, rowCount / Self.rangeSize))
        let scale = LinearScale(over: column, count: wanted)
        let parts = RowParts.ranges(rowCount, parts: 16)
        let counts = parts.concurrentMap { rows in
            var counts = [Int](repeating: 0, count: 2 * scale.count)
            for row in rows {
                counts[2 * scale.range(of: column[row]) + (isPositive[row] ? 0 : 1)] += 1
            }
            return counts
        }
        var starts: [Int] = []
        let offsets = Self.offsets(counts, slots: 2 * scale.count, &starts)
        self.starts = starts
        nonisolated(unsafe) let target = scores
        // Each place is written once: the parts have places of their own in each slot.
        _ = Array(parts.indices).concurrentMap { part in
            var places = offsets[part]
            for row in parts[part] {
                let slot = 2 * scale.range(of: column[row]) + (isPositive[row] ? 0 : 1)
                (target + places[slot]).initialize(to: Score(column, row: row))
                places[slot] += 1
            }
        }
    }

    deinit { scores.deallocate() }

    /// Where each part of the rows puts what falls into each slot.
    private static func offsets(_ counts: [[Int]], slots: Int, _ starts: inout [Int]) -> [[Int]] {
        var offsets = counts
        var next = 0
        for slot in 0..<slots {
            starts.append(next)
            for part in counts.indices {
                offsets[part][slot] = next
                next += counts[part][slot]
            }
        }
        starts.append(next)
        return offsets
    }

    private func slot(_ index: Int) -> UnsafeMutableBufferPointer<Score> {
        UnsafeMutableBufferPointer(
            start: scores + starts[index], count: starts[index + 1] - starts[index])
    }

    /// The weights of each range, ascending by score.
    var totals: [ScoreRanking.Point] {
        Array(0..<starts.count / 2).concurrentMap { range in
            ScoreRanking.Point(
                positives: self.slot(2 * range).reduce(0) { $0 + $1.weight },
                negatives: self.slot(2 * range + 1).reduce(0) { $0 + $1.weight }
            )
        }
    }

    /// Sorts and ranks each range; the ranges descend.
    ///
    /// - Parameter totals: of the ranges.
    func ranked(_ totals: [ScoreRanking.Point]) -> [RankedRange] {
        var above: [ScoreRanking.Point] = []
        var sum = ScoreRanking.Point()
        for total in totals.reversed() {
            above.append(sum)
            sum.positives += total.positives
            sum.negatives += total.negatives
        }
        let all = sum.negatives
        // A range that holds little is shown by its last point alone.
        let showsEachScore = rowCount <= 1 << 14
        return Array(totals.indices).concurrentMap { [above] place in
            let range = totals.count - 1 - place
            let (positives, negatives) = (self.slot(2 * range), self.slot(2 * range + 1))
            ScoreSorter.sort(positives)
            ScoreSorter.sort(negatives)
            return RankedRange(
                positives, negatives, above: above[place], allNegatives: all,
                showsEachScore: showsEachScore
            )
        }
    }
}

/// Ranges of one width between two values, the first and the last of which are open.
private struct LinearScale {
    /// Scores that are looked at to choose the ranges.
    private static let sampleSize = 4096

    private let low: Double
    private let factor: Double
    let count: Int

    /// Spans most scores: those few beyond it belong to the first and the last range.
    init(over column: ScoreColumn, count: Int) {
        let step = max(1, column.rowCount / Self.sampleSize)
        let sample = stride(from: 0, to: column.rowCount, by: step).map { column[$0] }
        low = sample.min() ?? 0
        // Halves, because the distance of two doubles may be none.
        let factor = Double(count) / ((sample.max() ?? 0) / 2 - low / 2)
        let isUsable = factor.isFinite && factor > 0
        self.factor = isUsable ? factor : 0
        self.count = isUsable ? count : 1
    }

    @inline(__always)
    func range(of value: Double) -> Int {
        let place = (value / 2 - low / 2) * factor
        // Also where the place is too far away for a whole number.
        return place > 0 ? (place < Double(count) ? Int(place) : count - 1) : 0
    }
}
