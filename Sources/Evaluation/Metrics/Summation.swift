import Dataset
import Glibc

/// A sum that does not lose the small terms of a long series (Neumaier 1974).
struct Summation: Sendable {
    private var sum = 0.0
    private var compensation = 0.0

    mutating func add(_ term: Double) {
        let next = sum + term
        compensation +=
            sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum
        sum = next
    }

    var value: Double { sum + compensation }
}

/// Rows in parts that many threads can work on.
///
/// The parts depend on the number of rows alone, so that a sum over them is the same for any
/// number of threads.
enum RowParts {
    private static let size = 1 << 16

    static func ranges(_ rowCount: Int) -> [Range<Int>] {
        stride(from: 0, to: rowCount, by: size).map { $0..<min(rowCount, $0 + size) }
    }

    /// At most that many parts.
    static func ranges(_ rowCount: Int, parts: Int) -> [Range<Int>] {
        let size = max(Self.size, (rowCount + parts - 1) / parts)
        return stride(from: 0, to: rowCount, by: size).map { $0..<min(rowCount, $0 + size) }
    }

    /// What each row is turned into.
    static func map<Value: Sendable>(
        _ rowCount: Int, _ transform: @Sendable (Int) -> Value
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: rowCount) { values, count in
            nonisolated(unsafe) let values = values
            // Each place is written once, by one thread.
            _ = ranges(rowCount).concurrentMap { rows in
                for row in rows { values.initializeElement(at: row, to: transform(row)) }
            }
            count = rowCount
        }
    }

    /// The sums of what each row adds to some totals.
    ///
    /// - Parameters:
    ///   - totals: how many there are.
    ///   - add: adds rows to the totals, by calling its last argument with a total and a term.
    static func sums(
        _ rowCount: Int, totals: Int,
        _ add: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
    ) -> [Double] {
        // As many parts as a quarter of a gigabyte of totals has.
        let parts = ranges(rowCount, parts: max(1, (1 << 25) / max(1, totals)))
            .concurrentMap { rows in
                [Double](unsafeUninitializedCapacity: totals) { sums, count in
                    sums.initialize(repeating: 0)
                    add(rows, sums)
                    count = totals
                }
            }
        return (0..<totals).map { total in
            var sum = Summation()
            for part in parts { sum.add(part[total]) }
            return sum.value
        }
    }
}

func logarithm(_ value: Double) -> Double { log(value) }
