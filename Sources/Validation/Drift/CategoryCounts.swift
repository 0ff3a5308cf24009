import Profile

/// The values of one side as categories: all of them, or the most frequent ones of a sketch.
struct CategoryCounts: Sendable {
    /// Ascending by the UTF-8 bytes of the values.
    let listed: TextCounts
    /// All values, listed or not.
    let total: Int
    /// How far the share of a listed value may be off, of 1.
    let shareError: Double
    /// How many times a value that is not listed may have been met.
    let largestUnlisted: Int

    var isExact: Bool { listed.total == total && shareError == 0 }

    /// Of 1, of a profile's sketch of frequent texts.
    private static let frequentError = 0.00085

    /// - Returns: nil if there are more numbers than a profile keeps.
    init?(_ column: ColumnProfile) {
        let texts = column.texts
        var counts = texts.counts ?? sortedCounts(texts.frequent)
        largestUnlisted = texts.counts == nil ? texts.frequent.last?.count ?? texts.count : 0
        if column.numbers.count > 0 {
            guard let numbers = column.numbers.counts else { return nil }
            let labels = zip(numbers.values, numbers.counts).map { (value: label($0), count: $1) }
            counts = sortedCounts(labels + zip(counts.values, counts.counts).map { ($0, $1) })
        }
        listed = counts
        total = texts.count + column.numbers.count
        shareError = texts.counts == nil ? Self.frequentError : 0
    }

    /// The count of a value; nil if it is not listed.
    func count(of value: String) -> Int? {
        let index = listed.values.partitionIndex { !precedes($0, value) }
        guard index < listed.values.count, !precedes(value, listed.values[index]) else {
            return nil
        }
        return listed.counts[index]
    }
}

/// A number as a category: `3` for what was written `3` or `3.0`.
private func label(_ number: Double) -> String {
    if let integer = Int64(exactly: number) { return "\(integer)" }
    return "\(number)"
}

/// In the order of `TextCounts`; a value that comes twice, as a number and as a text, stands once.
private func sortedCounts(_ pairs: [(value: String, count: Int)]) -> TextCounts {
    var values: [String] = []
    var counts: [Int] = []
    for (value, count) in pairs.sorted(by: { precedes($0.value, $1.value) }) {
        if let last = values.last, !precedes(last, value) {
            counts[counts.count - 1] += count
        } else {
            values.append(value)
            counts.append(count)
        }
    }
    return TextCounts(values: values, counts: counts)
}

/// The order of UTF-8 bytes, which is that of code points; `String`'s takes é and é for one.
func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
}
