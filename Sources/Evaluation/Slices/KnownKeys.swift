/// The words that are known at some place, for whoever wrote another one.
package struct KnownKeys: Sendable {
    private let words: [String]

    package init(_ words: [String]) { self.words = words }

    /// The first word that is not known, in the order of the alphabet.
    package func firstUnknown(in found: some Sequence<String>) -> String? {
        found.sorted().first { !words.contains($0) }
    }

    /// What may have been meant, or all that is known.
    package func hint(for word: String) -> String {
        if let nearest = nearest(to: word) { return "did you mean '\(nearest)'?" }
        let shown = words.prefix(20).joined(separator: ", ")
        return "known here: \(shown)\(words.count > 20 ? ", …" : "")"
    }

    /// The word that takes the fewest changes, if those are few for its length.
    private func nearest(to word: String) -> String? {
        let word = Array(word.lowercased().unicodeScalars.prefix(100))
        let distances = words.map { ($0, Self.distance(word, Array($0.unicodeScalars))) }
        guard let best = distances.min(by: { $0.1 < $1.1 }) else { return nil }
        return best.1 <= max(1, word.count / 3) ? best.0 : nil
    }

    /// Letters to put in, take out or exchange (Levenshtein 1966).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let exchanged = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(exchanged, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
