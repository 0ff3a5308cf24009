// What is counted of a column as bytes: the state in a profile's file, little-endian.

extension ColumnTallies {
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(count: present)
        bytes.append(numbers)
        bytes.append(texts)
        bytes.append(facts)
        return bytes
    }

    init(bytes: [UInt8], _ limits: ProfileParameters) throws(ProfileError) {
        var reader = SketchReader(bytes, part: "columns")
        self.init(limits)
        present = try reader.count()
        numbers = try NumberTally(from: &reader, limit: limits.exactNumbers)
        texts = try TextTally(from: &reader, limit: limits.exactTexts)
        facts = try TextFacts(from: &reader)
        try reader.end()
        let counted =
            numbers.count + numbers.nan + numbers.positiveInfinity + numbers.negativeInfinity
            + texts.count
        try reader.require(counted == present, "its counts do not add up")
    }
}

extension SketchReader {
    /// Bytes that stand behind their number.
    mutating func block() throws(ProfileError) -> [UInt8] {
        Array(try bytes(Int(try integer(UInt32.self))))
    }
}

extension [UInt8] {
    fileprivate mutating func append(block: [UInt8]) {
        append(integer: UInt32(block.count))
        append(contentsOf: block)
    }

    fileprivate mutating func append(_ tally: NumberTally) {
        for count in [
            tally.count, tally.integers, tally.nan, tally.positiveInfinity, tally.negativeInfinity,
        ] {
            append(count: count)
        }
        switch tally.values {
        case .exact(let table):
            let counts = table.sorted
            append(0)
            append(integer: UInt32(counts.values.count))
            for (value, count) in zip(counts.values, counts.counts) {
                append(number: value)
                append(count: count)
            }
        case .sketched(let sketches):
            append(1)
            append(block: sketches.quantiles.bytes)
            append(block: sketches.distinct.bytes)
            append(block: sketches.frequent.bytes)
            append(block: sketches.moments.bytes)
        }
    }

    fileprivate mutating func append(_ tally: TextTally) {
        append(count: tally.count)
        switch tally.values {
        case .exact(let table):
            let order = table.sortedEntries
            append(0)
            append(integer: UInt32(order.count))
            for entry in order {
                append(count: table.counts[entry])
                append(block: Array(table.bytes[table.range(entry)]))
            }
        case .sketched(let sketches):
            append(1)
            append(block: sketches.distinct.bytes)
            append(block: sketches.frequent.bytes)
        }
    }

    fileprivate mutating func append(_ facts: TextFacts) {
        for count in [
            facts.booleans, facts.dates, facts.datetimes, facts.times, facts.maximumLength,
            facts.totalLength,
        ] {
            append(count: count)
        }
        append(integer: Int64(facts.minimumLength))
        append(integer: facts.earliest)
        append(integer: facts.latest)
    }
}

extension NumberTally {
    fileprivate init(from reader: inout SketchReader, limit: Int) throws(ProfileError) {
        let counts = [
            try reader.count(), try reader.count(), try reader.count(), try reader.count(),
            try reader.count(),
        ]
        let values: Values
        var total = 0
        if try reader.integer(UInt8.self) == 0 {
            let table = NumberTable()
            var last = -Double.infinity
            for _ in 0..<(try reader.length(ofItems: 16)) {
                let (number, count) = (try reader.number(), try reader.count())
                try reader.require(count > 0 && number > last, "its numbers are not in order")
                table.add(number, count: count)
                total += count
                last = number
            }
            try reader.require(table.distinct <= limit, "it holds too much")
            values = .exact(table)
        } else {
            var sketches = Sketches()
            sketches.quantiles = try KLLSketch(bytes: reader.block())
            sketches.distinct = try HyperLogLog(bytes: reader.block())
            sketches.frequent = try FrequentItems(bytes: reader.block())
            sketches.moments = try Moments(bytes: reader.block())
            total = sketches.quantiles.count
            values = .sketched(sketches)
        }
        try reader.require(total == counts[0] && counts[1] <= total, "its numbers do not add up")
        self.init(limit: limit, counts: counts, values)
    }
}

extension TextTally {
    fileprivate init(from reader: inout SketchReader, limit: Int) throws(ProfileError) {
        let count = try reader.count()
        let values: Values
        if try reader.integer(UInt8.self) == 0 {
            var table = TextTable()
            var (last, total) = ([UInt8]?.none, 0)
            for _ in 0..<(try reader.length(ofItems: 12)) {
                let (count, text) = (try reader.count(), try reader.block())
                let isNext = last.map { $0.precedes(text) } ?? true
                try reader.require(count > 0 && isNext, "its texts are not in order")
                text.withUnsafeBytes { bytes in
                    table.add(bytes, hash: ByteHash.standard.hash64(bytes), count: count)
                }
                total += count
                last = text
            }
            try reader.require(total == count, "its texts do not add up")
            values = .exact(table)
        } else {
            var sketches = Sketches()
            sketches.distinct = try HyperLogLog(bytes: reader.block())
            sketches.frequent = try FrequentItems(bytes: reader.block())
            values = .sketched(sketches)
        }
        self.init(limit: limit, count: count, values)
    }
}

extension TextFacts {
    fileprivate init(from reader: inout SketchReader) throws(ProfileError) {
        self.init()
        booleans = try reader.count()
        dates = try reader.count()
        datetimes = try reader.count()
        times = try reader.count()
        maximumLength = try reader.count()
        totalLength = try reader.count()
        minimumLength = Int(try reader.integer(Int64.self))
        earliest = try reader.integer()
        latest = try reader.integer()
    }
}
