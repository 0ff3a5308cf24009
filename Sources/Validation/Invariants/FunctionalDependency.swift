import Dataset
import RunDocument

/// Whether each value of one column goes with a single value of another.
///
/// It remembers the distinct pairs in the order of their first rows, up to a limit. Merged in the
/// order of the blocks, the state does not depend on where blocks end. Merge the states of two
/// splits to hold one against the other.
package struct FunctionalDependency: Sendable {
    private struct Pair {
        var determinant: Int32
        var dependent: Int32
        var count = 0
        /// The first few, with their ordinal among the rows that were looked at.
        var rows: [(ordinal: Int, place: RowPlace)] = []
    }

    private static let byteLimit = 1 << 25

    private let limit: Int
    private var determinants = LabelPool()
    private var dependents = LabelPool()
    private var pairs: [Pair] = []
    private var index: [Int64: Int] = [:]
    private var rowCount = 0
    private var bytes = 0
    /// Whether pairs were left out.
    private var isFull = false

    package init(limit: Int = 100_000) { self.limit = limit }

    /// Looks at a row in which both cells have a value.
    package mutating func look(
        _ determinant: UnsafeBufferPointer<UInt8>,
        _ dependent: UnsafeBufferPointer<UInt8>,
        at place: @autoclosure () -> RowPlace
    ) {
        rowCount += 1
        guard let pair = pair(determinant, dependent) else { return }
        pairs[pair].count += 1
        if pairs[pair].rows.count < Tally.kept {
            pairs[pair].rows.append((rowCount, place()))
        }
    }

    /// The place of a pair, which is new if there is room; nil if there is none.
    private mutating func pair(
        _ determinant: UnsafeBufferPointer<UInt8>, _ dependent: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        let isKnown = determinants.contains(determinant) && dependents.contains(dependent)
        if !isKnown, isAtLimit {
            isFull = true
            return nil
        }
        let codes = (determinants.code(of: determinant), dependents.code(of: dependent))
        let key = Int64(codes.0) << 32 | Int64(codes.1)
        if let known = index[key] { return known }
        guard !isAtLimit else {
            isFull = true
            return nil
        }
        bytes += determinant.count + dependent.count
        index[key] = pairs.count
        pairs.append(Pair(determinant: codes.0, dependent: codes.1))
        return pairs.count - 1
    }

    private var isAtLimit: Bool { pairs.count >= limit || bytes > Self.byteLimit }

    /// Adds the rows of the next block.
    ///
    /// - Parameter linesBefore: the lines of its file that stand before that block.
    package mutating func merge(_ next: FunctionalDependency, linesBefore: Int) {
        for other in next.pairs {
            let labels = (
                Array(next.determinants.labels[Int(other.determinant)].utf8),
                Array(next.dependents.labels[Int(other.dependent)].utf8)
            )
            let place = labels.0.withUnsafeBufferPointer { first in
                labels.1.withUnsafeBufferPointer { second in pair(first, second) }
            }
            guard let place else { continue }
            pairs[place].count += other.count
            let room = Tally.kept - pairs[place].rows.count
            pairs[place].rows += other.rows.prefix(room).map {
                ($0.ordinal + rowCount, $0.place.moved(by: linesBefore))
            }
        }
        rowCount += next.rowCount
        isFull = isFull || next.isFull
    }

    /// What was found: one finding, or one for each direction.
    ///
    /// - Throws: `InvariantError.tooManyPairs` if there were, and none of them contradict.
    package func findings(determinant: String, dependent: String, isOneToOne: Bool)
        throws(InvariantError) -> [Finding]
    {
        var findings = [try finding(determinant, dependent, \.determinant, dependents, \.dependent)]
        if isOneToOne {
            findings.append(
                try finding(dependent, determinant, \.dependent, determinants, \.determinant)
            )
        }
        return findings
    }

    /// A row offends if another dependent came first with its determinant.
    private func finding(
        _ determinant: String, _ dependent: String, _ key: KeyPath<Pair, Int32>,
        _ labels: LabelPool, _ value: KeyPath<Pair, Int32>
    ) throws(InvariantError) -> Finding {
        var first: Set<Int32> = []
        let offending = pairs.filter { !first.insert($0[keyPath: key]).inserted }
        if isFull, offending.isEmpty {
            throw .tooManyPairs(determinant: determinant, dependent: dependent, limit: limit)
        }
        let rows = offending.flatMap { pair in
            pair.rows.map { ($0.ordinal, $0.place, labels.labels[Int(pair[keyPath: value])]) }
        }
        let offences = rows.sorted { $0.0 < $1.0 }.prefix(Tally.kept).map { _, place, text in
            Offence(file: place.file, line: place.line, column: dependent, value: text)
        }
        var finding = Finding(
            "functional-dependency",
            "\(determinant),\(dependent)",
            expected: "one '\(dependent)' for each '\(determinant)'",
            complaint: "is not the first one for its '\(determinant)'",
            Tally(count: offending.reduce(0) { $0 + $1.count }, offences: Array(offences))
        )
        if isFull { finding.check["exact"] = false }
        return finding
    }
}
