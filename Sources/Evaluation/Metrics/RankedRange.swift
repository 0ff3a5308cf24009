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
