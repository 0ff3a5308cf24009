package import RunDocument

/// One place in the data that breaks a rule.
package struct Offence: Hashable, Sendable {
    package var file: String
    package var line: Int
    /// The column's name; nil if it is not about one.
    package var column: String?
    /// The place of the cell in its row, from 1.
    package var position: Int?
    package var value: String?

    /// As it stands in a check's `rows`.
    package var json: JSONValue {
        var members: JSONObject = ["file": .string(file), "line": .integer(Int64(line))]
        members["column"] = column.map(JSONValue.string)
        members["value"] = value.map(JSONValue.string)
        return .object(members)
    }
}

/// Counts offences and keeps the first few.
struct Tally: Sendable {
    static let kept = 5

    var count = 0
    /// Whether a value took too long to be decided, so that the count means nothing.
    var hasGivenUp = false
    private(set) var offences: [Offence] = []

    init(count: Int = 0, offences: [Offence] = []) {
        self.count = count
        self.offences = offences
    }

    mutating func add(_ offence: @autoclosure () -> Offence) {
        count += 1
        if offences.count < Self.kept { offences.append(offence()) }
    }

    /// Adds those of what comes after.
    mutating func add(_ other: Tally) {
        count += other.count
        hasGivenUp = hasGivenUp || other.hasGivenUp
        offences += other.offences.prefix(Self.kept - offences.count)
    }

    /// Adds those of another kind, in the order of the lines.
    mutating func merge(_ other: Tally) {
        count += other.count
        offences = Array(
            (offences + other.offences).sorted { $0.line < $1.line }.prefix(Self.kept))
    }
}

/// Where a reader stands; offences are made from it.
struct Position {
    let file: String
    let line: Int

    /// One of the row, or of one of its cells, counted from 1.
    func offence(value: String? = nil, _ index: Int? = nil) -> Offence {
        Offence(file: file, line: line, position: index, value: value)
    }

    func offence(_ cell: UnsafeBufferPointer<UInt8>?, _ column: String, _ index: Int) -> Offence {
        Offence(
            file: file,
            line: line,
            column: column,
            position: index,
            value: cell.map(Self.shortened)
        )
    }

    private static func shortened(_ cell: UnsafeBufferPointer<UInt8>) -> String {
        let limit = 200
        guard cell.count > limit else { return String(decoding: cell, as: UTF8.self) }
        // A character that the cut goes through is left out.
        var end = limit
        while end > 0, cell[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: cell[..<end], as: UTF8.self) + "…"
    }
}
