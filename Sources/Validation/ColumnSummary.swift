package import Dataset

/// What a schema is decided by: one column's cells, counted.
package struct ColumnSummary: Sendable {
    package var name: String
    /// Cells that are neither missing nor likely so.
    package var present = 0
    /// Present cells by the narrowest type that each has; all others are texts.
    ///
    /// An integer is no `number` here, and digits that a number would lose, as in `007`, are
    /// neither.
    package var counts: [FieldType: Int] = [:]
    /// Words that stand for no value wherever they are.
    package var missingWords: Set<String> = []
    /// Words that stand for no value among numbers and dates, and for themselves among texts.
    package var likelyMissing: [String: Int] = [:]
    /// All distinct texts of present cells; nil if there are more than `maximumValues`.
    package var values: [String]?
    /// How many distinct texts there are, maybe as an estimate.
    package var distinct = 0.0
    /// What every present text has the form of, if the column is one of texts.
    package var forms: [CellForm] = []
    /// Whether any present cell has a space in it.
    package var hasSpaces = false

    /// A column with more distinct values than these is not categorical.
    package static let maximumValues = 100

    package init(name: String) { self.name = name }

    /// The narrowest type that all present cells have; nil if there are none.
    var type: FieldType? {
        guard present > 0 else { return nil }
        if counts[.integer] == present { return .integer }
        if (counts[.integer] ?? 0) + (counts[.number] ?? 0) == present { return .number }
        return [.boolean, .date, .datetime, .time].first { counts[$0] == present } ?? .string
    }

    /// The type that all but a few cells have, of a column that is one of texts for their sake.
    var nearType: (type: FieldType, others: Int)? {
        let numbers = (counts[.integer] ?? 0) + (counts[.number] ?? 0)
        let others = present - numbers
        // One in a hundred, as often as a sensor writes a word.
        guard type == .string, numbers > 0, others * 100 <= present else { return nil }
        return (.number, others)
    }
}
