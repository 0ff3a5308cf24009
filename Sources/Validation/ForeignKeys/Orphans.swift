import Dataset
import Profile

/// Rows whose key is nowhere: how many, and the first few with different keys.
struct Orphans: Sendable {
    private(set) var count = 0
    private var first: [(key: UInt128, offence: Offence)] = []

    mutating func add(_ key: UInt128, _ offence: @autoclosure () -> Offence) {
        count += 1
        keep(key, offence)
    }

    /// Adds those of what comes after.
    mutating func add(_ other: Orphans) {
        count += other.count
        for (key, offence) in other.first { keep(key) { offence } }
    }

    private mutating func keep(_ key: UInt128, _ offence: () -> Offence) {
        guard first.count < Tally.kept, !first.contains(where: { $0.key == key }) else { return }
        first.append((key, offence()))
    }

    var tally: Tally { Tally(count: count, offences: first.map(\.offence)) }
}

/// Rows whose keys can be judged only at the end of their table, or only on disk.
final class WaitingRows {
    /// Keys of which it is known what stood there.
    private static let knownLimit = 4096
    private static let lineBits = 40

    private let set: KeySet
    /// By the numbers of their rows.
    private var known: [Int: Offence] = [:]
    private var files: [Int: String] = [:]

    /// - Parameter memoryLimit: of the keys, in bytes.
    init(memoryLimit: Int) {
        set = KeySet(
            scratch: ScratchDirectory.path, memoryLimit: memoryLimit, examples: Tally.kept)
    }

    /// Adds a row.
    ///
    /// - Parameter offence: what the row is if its key is nowhere.
    /// - Throws: `ProfileError.scratch`.
    func add(
        _ key: UInt128, _ source: SourceHeader, line: Int, _ offence: () -> Offence
    ) throws(ProfileError) {
        let row = source.index << Self.lineBits | line
        let isRepeated = try set.insert(hash: key, row: row)
        guard isRepeated != true, known.count < Self.knownLimit else { return }
        known[row] = offence()
    }

    func begin(_ source: SourceHeader) { files[source.index] = source.name }

    /// The rows whose key is not there.
    ///
    /// - Throws: `ProfileError.scratch`.
    func orphans(_ keys: FinishedKeys) throws(ProfileError) -> Tally {
        let missing = try set.finish().rows(missingIn: keys)
        let offences = missing.rows.map { row in
            known[row]
                ?? Offence(
                    file: files[row >> Self.lineBits] ?? "",
                    line: row & (1 << Self.lineBits - 1))
        }
        return Tally(count: missing.count, offences: offences)
    }
}
