/// The numbers of one weight in a quantile sketch.
struct KLLLevel: Sendable {
    /// Ascending up to `sorted`.
    var numbers: [Double] = []
    private var sorted = 0
    /// How often the level was compacted, here and in what was merged into it.
    var compactions = 0

    init() {}

    init(
        from reader: inout SketchReader, within lowest: Double, _ highest: Double
    ) throws(ProfileError) {
        compactions = try reader.count()
        let count = try reader.length(ofItems: 8)
        numbers.reserveCapacity(count)
        var last = lowest
        for _ in 0..<count {
            let number = try reader.number()
            try reader.require(number >= last, "its numbers are not in order")
            numbers.append(number)
            last = number
        }
        try reader.require(last <= highest, "a number is above the maximum")
        sorted = count
    }

    /// Moves every second number one level up and drops those between; the largest stays if their
    /// number is odd.
    ///
    /// - Returns: how many were dropped.
    mutating func compact(level: Int, into upper: inout KLLLevel) -> Int {
        sort()
        let pairs = numbers.count / 2
        let parity = nextParity(level: level)
        numbers.withUnsafeBufferPointer { upper.insert(everySecondOf: $0, from: parity, pairs) }
        numbers.removeFirst(2 * pairs)
        sorted = numbers.count
        return pairs
    }

    private mutating func nextParity(level: Int) -> Int {
        let turn = UInt64(compactions / 2) << 8 | UInt64(level)
        let parity = Int(ByteHash.mix(turn) & 1) ^ compactions & 1
        compactions += 1
        return parity
    }

    private mutating func sort() {
        guard sorted < numbers.count else { return }
        let prefix = sorted
        numbers.withUnsafeMutableBufferPointer { numbers in
            NumberSort.sort(UnsafeMutableBufferPointer(rebasing: numbers[prefix...]))
            NumberSort.merge(numbers, prefix: prefix)
        }
        sorted = numbers.count
    }

    private mutating func insert(
        everySecondOf lower: UnsafeBufferPointer<Double>, from parity: Int, _ pairs: Int
    ) {
        sort()
        let count = numbers.count
        numbers.append(contentsOf: lower.prefix(pairs))
        sorted = numbers.count
        numbers.withUnsafeMutableBufferPointer { numbers in
            guard let start = numbers.baseAddress, let lower = lower.baseAddress else { return }
            NumberSort.mergeBackward(start, count, with: lower + parity, pairs, stride: 2)
        }
    }
}
