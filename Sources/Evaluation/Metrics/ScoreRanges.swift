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

    init(
        _ rowCount: Int, _ isPositive: @Sendable (Int) -> Bool,
        _ score: @Sendable (Int) -> Score
    ) {
        self.rowCount = rowCount
        scores = .allocate(capacity: max(1, rowCount))
        let wanted = min(Self.maximumRanges, max(1, rowCount / Self.rangeSize))
        let parts = RowParts.ranges(rowCount)
        let bounds = parts.concurrentMap { rows in
            rows.reduce(into: (low: Double.infinity, high: -Double.infinity)) { bounds, row in
                let value = score(row).score
                bounds = (min(bounds.low, value), max(bounds.high, value))
            }
        }
        let scale = LinearScale(
            low: bounds.map(\.low).min() ?? 0, high: bounds.map(\.high).max() ?? 0, count: wanted)
        @Sendable func slot(_ row: Int, _ value: Double) -> Int {
            2 * scale.range(of: value) + (isPositive(row) ? 0 : 1)
        }
        let counts = parts.concurrentMap { rows in
            var counts = [Int](repeating: 0, count: 2 * scale.count)
            for row in rows { counts[slot(row, score(row).score)] += 1 }
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
                let value = score(row)
                let slot = slot(row, value.score)
                (target + places[slot]).initialize(to: value)
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

/// Ranges of one width between two values.
private struct LinearScale {
    private let low: Double
    private let factor: Double
    let count: Int

    init(low: Double, high: Double, count: Int) {
        // Halves, because the distance of two doubles may be none.
        let factor = Double(count) / (high / 2 - low / 2)
        let isUsable = factor.isFinite && factor > 0
        self.low = low
        self.factor = isUsable ? factor : 0
        self.count = isUsable ? count : 1
    }

    @inline(__always)
    func range(of value: Double) -> Int {
        min(count - 1, Int((value / 2 - low / 2) * factor))
    }
}

/// What a range of scores adds to the areas.
struct RankedRange: Sendable {
    /// Pairs of a positive of this range and a negative that it beats, ties half.
    private(set) var wins = 0.0
    /// Of each positive the share of positives among what scores at least as high.
    private(set) var precisions = 0.0
    /// After each distinct score, descending, or after the last one.
    private(set) var points: [ScoreRanking.Point] = []

    /// - Parameters:
    ///   - positives: ascending, as `negatives` are.
    ///   - above: the weights of all higher ranges.
    init<Score: RankedScore>(
        _ positives: UnsafeMutableBufferPointer<Score>,
        _ negatives: UnsafeMutableBufferPointer<Score>,
        above: ScoreRanking.Point, allNegatives: Double, showsEachScore: Bool
    ) {
        var seen = above
        var (positive, negative) = (positives.count, negatives.count)
        while positive > 0 || negative > 0 {
            let score =
                positive == 0
                ? negatives[negative - 1].score
                : negative == 0
                    ? positives[positive - 1].score
                    : max(positives[positive - 1].score, negatives[negative - 1].score)
            var (tiedPositives, tiedNegatives) = (0.0, 0.0)
            while positive > 0, positives[positive - 1].score == score {
                positive -= 1
                tiedPositives += positives[positive].weight
            }
            while negative > 0, negatives[negative - 1].score == score {
                negative -= 1
                tiedNegatives += negatives[negative].weight
            }
            seen.positives += tiedPositives
            seen.negatives += tiedNegatives
            if tiedPositives > 0 {
                wins += tiedPositives * (allNegatives - seen.negatives + tiedNegatives / 2)
                precisions +=
                    tiedPositives * seen.positives / (seen.positives + seen.negatives)
            }
            if showsEachScore { points.append(seen) }
        }
        if !showsEachScore { points.append(seen) }
    }
}
