import RunDocument

/// Whether a column's values rise, or fall, from row to row.
///
/// Merged in the order of the blocks, the state does not depend on where blocks end. Missing cells
/// and NaN are passed over.
package struct OrderCheck: Sendable {
    package enum Direction: String, Sendable { case increasing, decreasing }

    private let direction: Direction
    /// Whether equal neighbours are wrong.
    private let isStrict: Bool
    private var first: (value: Double, place: RowPlace)?
    private var last: Double?
    private var breaks = 0
    private var places: [(value: Double, place: RowPlace)] = []

    package init(_ direction: Direction, isStrict: Bool = false) {
        self.direction = direction
        self.isStrict = isStrict
    }

    package mutating func look(_ value: Double, at place: @autoclosure () -> RowPlace) {
        guard !value.isNaN else { return }
        if let last {
            if !isInOrder(last, value) { add(value, place()) }
        } else {
            first = (value, place())
        }
        last = value
    }

    private func isInOrder(_ earlier: Double, _ later: Double) -> Bool {
        if earlier == later { return !isStrict }
        return (earlier < later) == (direction == .increasing)
    }

    private mutating func add(_ value: Double, _ place: RowPlace) {
        breaks += 1
        if places.count < Tally.kept { places.append((value, place)) }
    }

    /// Adds the rows of the next block.
    ///
    /// - Parameter linesBefore: the lines of its file that stand before that block.
    package mutating func merge(_ next: OrderCheck, linesBefore: Int) {
        guard let begin = next.first else { return }
        let place = begin.place.moved(by: linesBefore)
        if let last {
            if !isInOrder(last, begin.value) { add(begin.value, place) }
        } else {
            first = (begin.value, place)
        }
        last = next.last
        breaks += next.breaks
        let room = Tally.kept - places.count
        places += next.places.prefix(room).map { ($0.value, $0.place.moved(by: linesBefore)) }
    }

    /// What was found in a column.
    ///
    /// - Parameter text: a value as it is to be shown: dates are looked at as numbers.
    package func finding(column: String, _ text: (Double) -> String?) -> Finding {
        Finding(
            direction.rawValue,
            column,
            expected: (isStrict ? "strictly " : "") + direction.rawValue,
            complaint: direction == .increasing
                ? (isStrict ? "is not greater" : "is less") + " than the one before"
                : (isStrict ? "is not less" : "is greater") + " than the one before",
            Tally(
                count: breaks,
                offences: places.map { value, place in
                    Offence(
                        file: place.file, line: place.line, column: column, value: text(value)
                    )
                }
            )
        )
    }
}
