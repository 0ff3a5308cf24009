/// Numbers with their weights in ascending order, to ask for quantiles and ranks.
package struct SortedNumbers: Sendable {
    /// Ascending, none twice.
    package let numbers: [Double]
    /// As many as `numbers`: the weight of all numbers up to this one.
    package let cumulative: [Int]
    private let minimum: Double
    private let maximum: Double

    init(_ weighted: [(number: Double, weight: Int)], minimum: Double, maximum: Double) {
        var (numbers, cumulative) = ([Double](), [Int]())
        var total = 0
        for (number, weight) in weighted.sorted(by: { $0.number < $1.number }) {
            total += weight
            if numbers.last == number {
                cumulative[cumulative.count - 1] = total
            } else {
                numbers.append(number)
                cumulative.append(total)
            }
        }
        (self.numbers, self.cumulative) = (numbers, cumulative)
        (self.minimum, self.maximum) = (minimum, maximum)
    }

    package var total: Int { cumulative.last ?? 0 }

    /// The least number whose normalised rank is at least `share`; nil if there are no numbers.
    package func quantile(_ share: Double) -> Double? {
        let target = (share * Double(total)).rounded(.up)
        return orderStatistic(Int(max(1, min(Double(total), target))) - 1)
    }

    /// The number at a place in ascending order, from 0; nil if there is none.
    package func orderStatistic(_ place: Int) -> Double? {
        guard place >= 0, place < total else { return nil }
        if place == 0 { return minimum }
        if place == total - 1 { return maximum }
        return numbers[firstIndex { cumulative[$0] > place }]
    }

    /// The share of numbers that are at most `number`; nil if there are no numbers.
    package func rank(_ number: Double) -> Double? {
        guard total > 0 else { return nil }
        if number < minimum { return 0 }
        if number >= maximum { return 1 }
        let above = firstIndex { numbers[$0] > number }
        return above == 0 ? 0 : Double(cumulative[above - 1]) / Double(total)
    }

    /// The first index that holds, where all after it hold too.
    private func firstIndex(where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
