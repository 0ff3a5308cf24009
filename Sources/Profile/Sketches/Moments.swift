/// Count, mean and sum of squared deviations of numbers, in one pass.
///
/// Merging is commutative bit for bit, and associative within rounding: the same parts, merged in
/// the same shape, give the same bits.
package struct Moments: Hashable, Sendable {
    package private(set) var count = 0
    /// 0 if there are no numbers.
    package private(set) var mean = 0.0
    /// The sum of squared deviations from the mean; infinite where a double cannot hold it.
    package private(set) var squares = 0.0

    package init() {}

    init(count: Int, mean: Double, squares: Double) {
        self.count = count
        self.mean = mean
        self.squares = squares
    }

    /// Welford 1962.
    ///
    /// - Parameter number: finite.
    @inline(__always)
    package mutating func add(_ number: Double) {
        let delta = number - mean
        guard delta.isFinite else { return add(number, count: 1) }
        count += 1
        mean += delta / Double(count)
        squares += delta * (number - mean)
    }

    /// - Parameters:
    ///   - number: finite.
    ///   - count: how often it was met; not negative.
    package mutating func add(_ number: Double, count: Int) {
        merge(Moments(count: count, mean: number, squares: 0))
    }

    /// Chan, Golub, LeVeque 1983.
    package mutating func merge(_ other: Moments) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            // -0 and 0 are one number.
            mean += 0
            return
        }
        // In one order, whichever of the two is `self`: the larger one is moved by the smaller.
        let (large, small) = precedes(other) ? (other, self) : (self, other)
        let total = Double(large.count + small.count)
        let share = Double(small.count) / total
        let delta = small.mean - large.mean
        count = large.count + small.count
        if delta.isFinite {
            mean = large.mean + delta * share
            squares =
                large.squares + small.squares + delta * delta * (Double(large.count) * share)
        } else {
            mean = large.mean * (Double(large.count) / total) + small.mean * share
            squares = .infinity
        }
    }

    private func precedes(_ other: Moments) -> Bool {
        (count, mean, squares) < (other.count, other.mean, other.squares)
    }

    package var sum: Double { mean * Double(count) }

    /// Of a sample: divided by `count - 1`; nil if there are fewer than two numbers.
    package var standardDeviation: Double? {
        count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
    }
}

extension Moments {
    /// Count, mean, squares.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(count: count)
        bytes.append(number: mean)
        bytes.append(number: squares)
        return bytes
    }

    package init(bytes: [UInt8]) throws(ProfileError) {
        var reader = SketchReader(bytes, part: "moments")
        count = try reader.count()
        mean = try reader.number()
        squares = Double(bitPattern: try reader.integer())
        try reader.require(squares >= 0 && squares.sign == .plus, "the variance is negative")
        try reader.require(count > 0 || mean == 0, "there is a mean of nothing")
        try reader.require(count > 1 || squares == 0, "one number varies")
        try reader.end()
    }
}
