package import Dataset

/// What one pass over a column learns of it.
///
/// Each present cell is counted either among the numbers or among the texts.
package struct ColumnProfile: Sendable {
    package var name: String
    /// Cells that were looked at, missing ones included.
    package var rows: Int
    package var missing: Int
    /// The type that all present cells have; nil if there is none.
    package var type: FieldType?
    /// Finite numbers, and how many cells were NaN or infinite.
    package var numbers: NumberSummary
    /// Every other cell: words, dates, and digits that no double holds.
    package var texts: TextSummary
    /// The type that the schema says; nil if there is none.
    package var declaredType: FieldType?
    /// What the summaries were made of; nil if they were given as they are.
    var tallies: ColumnTallies?

    package var present: Int { rows - missing }

    /// Distinct values of present cells.
    package var distinct: Estimate {
        Estimate(
            value: numbers.distinct.value + texts.distinct.value,
            standardError: numbers.distinct.standardError + texts.distinct.standardError
        )
    }
}

/// A number that is exact, or known within a standard error.
package struct Estimate: Hashable, Sendable {
    package var value: Double
    /// 0 if the value is exact.
    package var standardError: Double

    package var isExact: Bool { standardError == 0 }
}

/// The numbers of a column.
package struct NumberSummary: Sendable {
    /// Finite ones.
    package var count: Int
    /// Those of them that are written as integers.
    package var integers: Int
    package var nan: Int
    package var positiveInfinity: Int
    package var negativeInfinity: Int
    /// Nil if `count` is 0, as are the next ones.
    package var minimum: Double?
    package var maximum: Double?
    package var mean: Double?
    /// With `count - 1` below; nil if there is only one.
    package var standardDeviation: Double?
    package var distinct: Estimate
    /// All values; nil if there were more distinct ones than are kept.
    package var counts: NumberCounts?
    /// What is known of the values if they are not all kept, and how exact their ranks are: 99 of
    /// 100 differ by no more than this share of `count`.
    package var sketch: SortedNumbers?
    package var rankError = 0.0
    /// The most frequent values, the most frequent first; without counts, at least that often.
    package var frequent: [(value: Double, count: Int)] = []
}

/// The cells of a column that are no numbers.
package struct TextSummary: Sendable {
    package var count: Int
    /// How many are words for yes and no, dates, …; the rest of `count` is plain text.
    package var booleans: Int
    package var dates: Int
    package var datetimes: Int
    package var times: Int
    /// In Unicode scalars; nil if `count` is 0.
    package var minimumLength: Int?
    package var maximumLength: Int?
    package var meanLength: Double?
    package var distinct: Estimate
    /// All values; nil if there were more, or longer ones, than are kept.
    package var counts: TextCounts?
    /// The most frequent values, the most frequent first.
    package var frequent: [(value: String, count: Int)]
    /// The first and last point in time, in microseconds since 1970, of dates and datetimes, or of
    /// what the schema says are such; nil if there is none.
    package var earliest: Int64?
    package var latest: Int64?
}
