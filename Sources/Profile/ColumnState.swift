package import Dataset

/// Everything that is counted of a column: what two profiles are merged by.
struct ColumnTallies: Sendable {
    var present = 0
    var numbers: NumberTally
    var texts: TextTally
    var facts = TextFacts()
    /// Whether the values are replaced by `RedactedValue`s.
    var isRedacted = false

    init(_ limits: ProfileParameters) {
        numbers = NumberTally(limit: limits.exactNumbers)
        texts = TextTally(limit: limits.exactTexts)
    }

    /// Adds another part of the column, which comes after this one.
    mutating func merge(_ other: ColumnTallies) throws(ProfileError) {
        present += other.present
        try numbers.merge(other.numbers)
        try texts.merge(other.texts)
        facts.add(other.facts)
    }
}

/// A column while its table is read.
package final class ColumnState: @unchecked Sendable {
    package let name: String
    package let reading: ColumnReading
    /// The field that the schema has for it.
    package let field: TableField?
    /// Written in turn.
    @exclusivity(unchecked) private(set) var tallies: ColumnTallies

    init(
        _ name: String, _ field: TableField?, _ reading: ColumnReading, _ limits: ProfileParameters
    ) {
        self.name = name
        self.field = field
        self.reading = reading
        tallies = ColumnTallies(limits)
    }

    /// Adds what was counted in a block; blocks are added in their order.
    package func add(_ counter: ColumnCounter, _ facts: TextFacts, rows: Int) {
        tallies.present += rows - counter.missing
        tallies.numbers.add(counter.numbers)
        tallies.texts.add(counter.texts)
        tallies.facts.add(facts)
    }
}
