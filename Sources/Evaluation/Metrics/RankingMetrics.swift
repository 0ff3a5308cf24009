import Dataset
import Glibc

/// How well the rows of each group are put in order; each group counts the same, or by its weight,
/// which is that of its first row.
package struct RankingMetrics: Sendable {
    package let values: [String: Double?]

    private static let cutoffs = [5, 10]

    /// - Parameter relevance: n values, from 0 up.
    package init(_ rows: ScoredRows, _ relevance: [Double]) {
        let groups = RankedGroups(rows.groups)
        let results = groups.members.concurrentMap { members in
            GroupRanking(members, relevance, rows.scores)
        }
        let weights = groups.members.map { members in
            members.first.flatMap { rows.weights?[$0] } ?? 1
        }
        guard !results.isEmpty else {
            values = [:]
            return
        }
        var values: [String: Double?] = [
            "ndcg": Mean.of(results.map { $0.gain(nil) }, weights: weights),
            "mrr": Mean.of(results.map(\.reciprocalRank), weights: weights),
        ]
        for cutoff in Self.cutoffs {
            values["ndcg_\(cutoff)"] = Mean.of(
                results.map { $0.gain(cutoff) }, weights: weights)
        }
        self.values = values
    }
}

/// The rows of each group, in the order in which the groups appear.
struct RankedGroups {
    private(set) var members: [[Int]] = []

    init(_ groups: [Int32]) {
        var places: [Int32: Int] = [:]
        for (row, group) in groups.enumerated() {
            if let place = places[group] {
                members[place].append(row)
            } else {
                places[group] = members.count
                members.append([row])
            }
        }
    }
}

/// The order of one group.
struct GroupRanking: Sendable {
    /// Relevance by score descending; tied ones have the mean of theirs (McSherry & Najork 2008).
    private let ranked: [Double]
    /// Relevance descending: the best order.
    private let ideal: [Double]
    /// 1 / the place of the first relevant row, or 0 if none is relevant.
    ///
    /// Rows tied with it stand before it.
    let reciprocalRank: Double

    init(_ members: [Int], _ relevance: [Double], _ scores: [Double]) {
        let order = members.sorted { scores[$0] > scores[$1] }
        var ranked: [Double] = []
        var reciprocal = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let tied = order[start..<end].map { relevance[$0] }
            let mean = tied.reduce(0, +) / Double(tied.count)
            ranked += tied.map { _ in mean }
            if reciprocal == 0, tied.contains(where: { $0 > 0 }) { reciprocal = 1 / Double(end) }
            start = end
        }
        self.ranked = ranked
        ideal = members.map { relevance[$0] }.sorted(by: >)
        reciprocalRank = reciprocal
    }

    /// The discounted cumulative gain relative to the best possible one, with linear gains as in
    /// scikit-learn's `ndcg_score`; 0 if no row is relevant.
    ///
    /// - Parameter cutoff: how many places count; nil for all.
    func gain(_ cutoff: Int?) -> Double {
        let best = Self.discounted(ideal, cutoff)
        return best == 0 ? 0 : Self.discounted(ranked, cutoff) / best
    }

    private static func discounted(_ gains: [Double], _ cutoff: Int?) -> Double {
        gains.prefix(cutoff ?? gains.count).enumerated().reduce(0) { sum, item in
            sum + item.element / log2(Double(item.offset + 2))
        }
    }
}
