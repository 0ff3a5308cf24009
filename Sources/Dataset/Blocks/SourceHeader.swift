/// What stands at the head of one source of a table.
package final class SourceHeader: Sendable {
    /// The place among the sources.
    package let index: Int
    package let name: String
    package let format: DataFormat
    /// The names of the columns; for JSON Lines those that were known before it was read.
    package let names: [String]
    /// The header as it was written; empty for JSON Lines, and where there is none.
    package let raw: [UInt8]
    /// The line that the header stands on.
    package let line: Int
    /// The line that the first record stands on.
    let firstLine: Int
    /// Stored bytes; nil if that is not known.
    let size: Int?

    init(
        index: Int, name: String, format: DataFormat, names: [String], raw: [UInt8] = [],
        line: Int = 1, firstLine: Int = 1, size: Int? = nil
    ) {
        self.index = index
        self.name = name
        self.format = format
        self.names = names
        self.raw = raw
        self.line = line
        self.firstLine = firstLine
        self.size = size
    }

    static let none = SourceHeader(index: 0, name: "", format: .jsonLines, names: [])
}
