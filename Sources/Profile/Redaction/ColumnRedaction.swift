// A column's counts with every value replaced: what is left says how often, not what.

extension ColumnTallies {
    /// Replaces all values, and gives up what only numbers and dates have.
    ///
    /// - Throws: `ProfileError.mismatch` for sketches that no profile has together.
    mutating func redact() throws(ProfileError) {
        guard !isRedacted else { return }
        isRedacted = true
        var redacted = texts.redacted
        try redacted.merge(numbers.redacted(limit: texts.limit))
        texts = redacted
        numbers = NumberTally(limit: numbers.limit)
        facts = TextFacts()
    }
}

extension TextTally {
    fileprivate var redacted: TextTally {
        switch values {
        case .exact(let table):
            var other = TextTable()
            table.forEach { text, hash, count in
                other.add(redacted: RedactedValue.bytes(for: text, hash: hash), count: count)
            }
            return TextTally(limit: limit, count: count, .exact(other))
        case .sketched(var sketches):
            sketches.frequent = sketches.frequent.mapped(RedactedValue.bytes(for:))
            return TextTally(limit: limit, count: count, .sketched(sketches))
        }
    }
}

extension NumberTally {
    /// The numbers as texts.
    fileprivate func redacted(limit: Int) -> TextTally {
        let special: [(Double, Int)] = [
            (.nan, nan), (.infinity, positiveInfinity), (-.infinity, negativeInfinity),
        ]
        let counted = special.filter { $0.1 > 0 }
        let total = counted.reduce(count) { $0 + $1.1 }
        switch values {
        case .exact(let table):
            var other = TextTable()
            let counts = table.sorted
            for (number, count) in Array(zip(counts.values, counts.counts)) + counted {
                other.add(redacted: RedactedValue.bytes(for: number), count: count)
            }
            return TextTally(limit: limit, count: total, .exact(other))
        case .sketched(let own):
            var sketches = TextTally.Sketches()
            sketches.distinct = own.distinct
            sketches.frequent = own.frequent.mapped { key in
                FrequentItems.number(key).map(RedactedValue.bytes) ?? RedactedValue.bytes(for: key)
            }
            var tally = TextTally(limit: limit, count: total, .sketched(sketches))
            tally.addSpecial(counted)
            return tally
        }
    }
}

extension TextTally {
    /// Adds to sketches what is counted already.
    fileprivate mutating func addSpecial(_ counted: [(Double, Int)]) {
        guard case .sketched(var sketches) = values else { return }
        for (number, count) in counted {
            RedactedValue.bytes(for: number).withUnsafeBytes {
                sketches.add($0, hash: ByteHash.standard.hash64($0), count: count)
            }
        }
        self = TextTally(limit: limit, count: self.count, .sketched(sketches))
    }
}

extension TextTable {
    fileprivate mutating func add(redacted value: [UInt8], count: Int) {
        value.withUnsafeBytes { add($0, hash: ByteHash.standard.hash64($0), count: count) }
    }
}
