import Glibc

/// Where numbers lie between the two ends of an axis.
struct PlotScale {
    /// Beyond these a difference of two numbers could be infinite.
    private static let limit = 1e300

    let low: Double
    let high: Double
    let isLogarithmic: Bool

    /// From one number to another, as they are; from 0 to 1 if that is no range.
    init(from low: Double, to high: Double) {
        let isRange = low.isFinite && high.isFinite && low < high
        self.low = isRange ? low : 0
        self.high = isRange ? high : 1
        isLogarithmic = false
    }

    /// As far as the numbers go, and a little beyond.
    ///
    /// - Parameter padding: at each end, as a share of the range.
    init(covering numbers: some Sequence<Double>, padding: Double = 0) {
        let (low, high) = Self.extremes(numbers) ?? (0, 1)
        let room = low == high ? max(low.magnitude / 10, 1e-6) : (high - low) * padding
        self.init(from: low - room, to: high + room)
    }

    /// Of what is above 0, by its magnitude.
    init(logarithmicCovering numbers: some Sequence<Double>) {
        let (low, high) = Self.extremes(numbers.lazy.filter { $0 > 1e-300 }) ?? (1, 10)
        isLogarithmic = true
        self.low = low == high ? low / 2 : low
        self.high = low == high ? high * 2 : high
    }

    private static func extremes(_ numbers: some Sequence<Double>) -> (Double, Double)? {
        var (low, high) = (Double.infinity, -Double.infinity)
        for number in numbers where number.isFinite {
            low = min(low, max(-limit, number))
            high = max(high, min(limit, number))
        }
        return low <= high ? (low, high) : nil
    }

    /// From 0 to 1; what lies outside is at an end, and so is what is no number.
    func position(_ number: Double) -> Double {
        guard !number.isNaN else { return 0 }
        let number = min(max(number, low), high)
        guard isLogarithmic else { return (number - low) / (high - low) }
        return (log(number) - log(low)) / (log(high) - log(low))
    }

    func holds(_ number: Double) -> Bool { number >= low && number <= high }

    /// Sets of round numbers to label, ascending, those that are better first; at least one set.
    ///
    /// - Parameter count: about so many numbers in the first.
    func tickChoices(_ count: Int) -> [[Double]] {
        let counts = Array((1...count).reversed()) + Array(count + 1...2 * count + 2)
        let linear = counts.map(linearTicks)
        guard isLogarithmic else { return linear }
        // Between two powers of ten there may be no round number but evenly spaced ones.
        return logarithmicTicks(count) + linear
    }

    private func linearTicks(_ count: Int) -> [Double] {
        let rough = (high - low) / Double(count)
        let power = pow(10, log10(rough).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard step > 0, last >= first, last - first < 50 else { return [] }
        // A tenth is 1 / 10, and not 1 * 0.1.
        let inverse = (1 / step).rounded()
        return stride(from: first, through: last, by: 1).map {
            step < 1 && inverse < 1e9 ? $0 / inverse : $0 * step
        }
    }

    /// Powers of ten, and their double and fivefold where these are few.
    private func logarithmicTicks(_ count: Int) -> [[Double]] {
        let first = Int(log10(low).rounded(.down))
        let last = Int(log10(high).rounded(.up))
        let least = max(1, (last - first) / (count + 1))
        let choices =
            (last - first > 3 ? [] : [([1.0, 2, 5], 1)])
            + (least..<least + count).map { ([1.0], $0) }
        return choices.map { digits, stride in
            Swift.stride(from: first, through: last, by: stride)
                .flatMap { power in digits.map { $0 * pow(10, Double(power)) } }
                .filter(holds)
        }
    }
}
