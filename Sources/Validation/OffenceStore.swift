import Profile

/// The offences of one column, while its table is read.
final class OffenceStore: @unchecked Sendable {
    // Written in turn.
    private(set) var offences: ColumnOffences
    /// Whether any row had the column at all.
    private(set) var wasSeen = false
    /// What all texts of the column tell of persons; nil if it holds numbers.
    private(set) var personal: PersonalData? = PersonalData()

    init(_ none: ColumnOffences) { offences = none }

    func add(_ added: ColumnOffences?, _ data: PersonalData?, isSeen: Bool) {
        wasSeen = wasSeen || isSeen
        if let data { personal? += data } else { personal = nil }
        if let added { offences.add(added) }
    }
}

extension PersonalData {
    /// Of the texts of a column in a block; nil if there are numbers among them.
    init?(_ counter: ColumnCounter) {
        guard counter.numbers.count == 0, !counter.numbers.hasSpecial else { return nil }
        self.init()
        for entry in counter.texts.entries where entry.count > 0 {
            look(at: counter.texts.text(entry), count: Int(entry.count))
        }
    }
}
