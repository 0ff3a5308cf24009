/// A cell read as its field's type.
package enum CellValue: Hashable, Sendable {
    /// A number, an integer, or 1 and 0 for a boolean.
    case number(Double)
    /// A point in time, or a year, as a count that has the values' order.
    case moment(Int64)
    /// A text of that many characters, or elements.
    case text(length: Int)
}
