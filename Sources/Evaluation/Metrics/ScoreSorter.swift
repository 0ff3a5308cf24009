/// Sorts scores in a time that is linear where they are spread evenly.
///
/// As ProxmapSort (Standish 1994): each score is put about where it belongs, by its value; what
/// shares a place is sorted by insertion where it is little, else by comparing.
enum ScoreSorter {
    private static let insertionLimit = 24

    static func sort<Score: RankedScore>(_ scores: UnsafeMutableBufferPointer<Score>) {
        guard scores.count > insertionLimit else { return insert(scores) }
        var (low, high) = (Double.infinity, -Double.infinity)
        for item in scores { (low, high) = (min(low, item.score), max(high, item.score)) }
        guard low < high else { return }
        let count = max(1, scores.count / 4)
        let factor = Double(count) / (high / 2 - low / 2)
        guard factor.isFinite else { return compare(scores) }
        distribute(scores, into: count) { min(count - 1, Int(($0 / 2 - low / 2) * factor)) }
    }

    private static func distribute<Score: RankedScore>(
        _ scores: UnsafeMutableBufferPointer<Score>, into count: Int, _ place: (Double) -> Int
    ) {
        let copy = UnsafeMutableBufferPointer<Score>.allocate(capacity: scores.count)
        let ends = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count)
        defer {
            copy.deallocate()
            ends.deallocate()
        }
        _ = copy.initialize(from: scores)
        ends.initialize(repeating: 0)
        for item in copy { ends[place(item.score)] += 1 }
        var sum: Int32 = 0
        for index in 0..<count {
            sum += ends[index]
            ends[index] = sum - ends[index]
        }
        // After this each place's start has become its end.
        for item in copy {
            let index = place(item.score)
            scores[Int(ends[index])] = item
            ends[index] += 1
        }
        var start = 0
        for index in 0..<count {
            let end = Int(ends[index])
            let part = UnsafeMutableBufferPointer(rebasing: scores[start..<end])
            if part.count > insertionLimit { compare(part) } else { insert(part) }
            start = end
        }
    }

    private static func compare<Score: RankedScore>(_ scores: UnsafeMutableBufferPointer<Score>) {
        guard let first = scores.first?.score, scores.contains(where: { $0.score != first }) else {
            return
        }
        var scores = scores
        scores.sort { $0.score < $1.score }
    }

    @inline(__always)
    private static func insert<Score: RankedScore>(_ scores: UnsafeMutableBufferPointer<Score>) {
        guard scores.count > 1 else { return }
        for index in 1..<scores.count {
            let item = scores[index]
            var place = index
            while place > 0, scores[place - 1].score > item.score {
                scores[place] = scores[place - 1]
                place -= 1
            }
            scores[place] = item
        }
    }
}
