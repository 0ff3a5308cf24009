import Dataset

/// A slice that may be weak.
struct CandidateSlice: Sendable {
    struct Literal: Hashable, Sendable {
        var feature: Int
        var code: Int
    }

    /// One or two, by ascending features.
    var literals: [Literal]
    var moments: LossMoments
}

/// The losses of the rows of every literal and of every pair of literals of two features.
struct LossSums: Sendable {
    private struct Pair: Sendable {
        var first: Int
        var second: Int
        /// Row by row of the first feature's codes.
        var cells: [LossMoments]
    }

    private let features: [FeatureLiterals]
    private let singles: [[LossMoments]]
    private let pairs: [Pair]
    let all: LossMoments

    /// One pass over the rows for each pair; the sums do not depend on the number of threads.
    ///
    /// Pairs are left out once the task is cancelled.
    init(_ features: [FeatureLiterals], _ losses: [Double]) {
        self.features = features
        all = losses.reduce(into: LossMoments()) { sums, loss in
            sums.count += 1
            sums.sum += loss
            sums.squares += loss * loss
        }
        singles = features.concurrentMap { feature in
            Self.sums(feature, nil, losses)
        }
        let places = features.indices.flatMap { first in
            (first + 1..<max(first + 1, features.count)).map { (first, $0) }
        }
        pairs = CallingTask.observing { task in
            places.concurrentMap { first, second in
                let isWanted = !task.isCancelled
                return Pair(
                    first: first, second: second,
                    cells: isWanted ? Self.sums(features[first], features[second], losses) : [])
            }
        }
    }

    private static func sums(
        _ first: FeatureLiterals, _ second: FeatureLiterals?, _ losses: [Double]
    ) -> [LossMoments] {
        let width = second?.names.count ?? 1
        let size = first.names.count * width
        let cells = UnsafeMutablePointer<LossMoments>.allocate(capacity: size)
        defer { cells.deallocate() }
        cells.initialize(repeating: LossMoments(), count: size)
        losses.withUnsafeBufferPointer { losses in
            first.codes.withUnsafeBufferPointer { rows in
                guard let second else {
                    for row in losses.indices { add(losses[row], to: cells + Int(rows[row])) }
                    return
                }
                second.codes.withUnsafeBufferPointer { columns in
                    for row in losses.indices {
                        let cell = Int(rows[row]) * width + Int(columns[row])
                        add(losses[row], to: cells + cell)
                    }
                }
            }
        }
        return Array(UnsafeBufferPointer(start: cells, count: size))
    }

    @inline(__always)
    private static func add(_ loss: Double, to cell: UnsafeMutablePointer<LossMoments>) {
        cell.pointee.count += 1
        cell.pointee.sum += loss
        cell.pointee.squares += loss * loss
    }

    /// The slices with that many rows within and without, singles first.
    func slices(minimumSize: Int) -> [CandidateSlice] {
        let least = Double(minimumSize)
        func isLarge(_ moments: LossMoments) -> Bool {
            moments.count >= least && all.count - moments.count >= 2
        }
        var slices: [CandidateSlice] = []
        for (feature, cells) in singles.enumerated() {
            for code in cells.indices.dropFirst() where isLarge(cells[code]) {
                let literal = CandidateSlice.Literal(feature: feature, code: code)
                slices.append(CandidateSlice(literals: [literal], moments: cells[code]))
            }
        }
        for pair in pairs {
            let width = features[pair.second].names.count
            for cell in pair.cells.indices
            where cell >= width && cell % width > 0 && isLarge(pair.cells[cell]) {
                slices.append(
                    CandidateSlice(
                        literals: [
                            CandidateSlice.Literal(feature: pair.first, code: cell / width),
                            CandidateSlice.Literal(feature: pair.second, code: cell % width),
                        ],
                        moments: pair.cells[cell]
                    )
                )
            }
        }
        return slices
    }

    func name(_ slice: CandidateSlice) -> String {
        slice.literals.map { features[$0.feature].names[$0.code] }.joined(separator: " and ")
    }
}
