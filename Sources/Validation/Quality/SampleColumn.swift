import Dataset
import Profile

/// A column of a sample, read for statistics.
struct SampleColumn: Sendable {
    /// A number for each different value, from 0, ascending if they are numbers; -1 where there is
    /// none.
    let codes: [Int]
    /// How many different values there are.
    let count: Int
    /// NaN where there is none; nil if not all present cells are numbers.
    let numbers: [Double]?

    init(_ cells: some Collection<ArraySlice<UInt8>?>) {
        if let numbers = Self.numbers(cells) {
            self.numbers = numbers
            (codes, count) = Self.ranked(numbers)
        } else {
            numbers = nil
            (codes, count) = Self.coded(cells)
        }
    }

    /// Whether more than half of many values are categories of their own, which say all of any
    /// other column.
    var isMostlyUnique: Bool {
        let present = codes.count { $0 >= 0 }
        return numbers == nil && present >= 30 && 2 * count > present
    }

    private static func numbers(_ cells: some Collection<ArraySlice<UInt8>?>) -> [Double]? {
        var numbers: [Double] = []
        numbers.reserveCapacity(cells.count)
        for cell in cells {
            guard let cell else {
                numbers.append(.nan)
                continue
            }
            guard let number = cell.withUnsafeBufferPointer(NumberParser.number) else {
                return nil
            }
            numbers.append(number.isFinite ? number : .nan)
        }
        return numbers
    }

    private static func ranked(_ numbers: [Double]) -> (codes: [Int], count: Int) {
        let order = zip(numbers, numbers.indices).filter { !$0.0.isNaN }.sorted { $0.0 < $1.0 }
        var codes = Array(repeating: -1, count: numbers.count)
        var (count, last) = (0, Double.nan)
        for (number, place) in order {
            if number != last { count += 1 }
            codes[place] = count - 1
            last = number
        }
        return (codes, count)
    }

    private static func coded(
        _ cells: some Collection<ArraySlice<UInt8>?>
    ) -> (codes: [Int], count: Int) {
        var known: [UInt128: Int] = [:]
        let codes = cells.map { cell in
            guard let cell else { return -1 }
            let hash = cell.withUnsafeBytes { ByteHash.standard.hash128($0) }
            if let code = known[hash] { return code }
            known[hash] = known.count
            return known.count - 1
        }
        return (codes, known.count)
    }
}
