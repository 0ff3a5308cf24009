/// The words that are known at some place, for whoever wrote another one.
package struct KnownWords: Sendable {
    /// More are not listed.
    private static let listed = 20

    private let words: [String]

    package init(_ words: [String]) { self.words = words }

    /// The first word that is not known, in the order of the alphabet.
    package func firstUnknown(in found: some Sequence<String>) -> String? {
        found.sorted().first { !words.contains($0) }
    }

    /// What may have been meant, or all that is known.
    package func hint(for word: String) -> String {
        if let nearest = nearest(to: word) { return "did you mean '\(nearest)'?" }
        let shown = words.prefix(Self.listed).joined(separator: ", ")
        return "known here: \(shown)\(words.count > Self.listed ? ", …" : "")"
    }

    /// The word that takes the fewest edits, if those are at most a third of the letters that were
    /// written; of several the first.
    package func nearest(to word: String) -> String? {
        let written = EditDistance(from: word)
        let distances = words.map { (word: $0, distance: written.edits(to: $0)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= written.length / 3 ? best.word : nil
    }
}

/// How many letters of a word are to be put in, taken out, exchanged, or swapped with their
/// neighbours, to make it another; upper and lower case are the same.
///
/// The optimal string alignment distance, after Damerau 1964.
private struct EditDistance {
    /// What is longer is compared by its beginning.
    private static let limit = 100

    private let word: [Unicode.Scalar]

    init(from word: String) { self.word = Self.letters(word) }

    var length: Int { word.count }

    private static func letters(_ text: String) -> [Unicode.Scalar] {
        Array(text.lowercased().unicodeScalars.prefix(limit))
    }

    func edits(to text: String) -> Int {
        let other = Self.letters(text)
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for i in word.indices {
            var row = [i + 1]
            for j in other.indices {
                let exchanged = last[j] + (word[i] == other[j] ? 0 : 1)
                var best = min(last[j + 1] + 1, row[j] + 1, exchanged)
                if i > 0, j > 0, word[i] == other[j - 1], word[i - 1] == other[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[other.count]
    }
}
