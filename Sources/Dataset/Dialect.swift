/// How a text is cut into records and cells.
package struct Dialect: Hashable, Sendable {
    /// Nil: a record is one cell.
    package var delimiter: UInt8?
    /// A cell that starts with it ends at the next one; two of them inside stand for one.
    package var quote: UInt8?

    package init(delimiter: UInt8?, quote: UInt8?) {
        self.delimiter = delimiter
        self.quote = quote
    }

    /// RFC 4180.
    package static let commaSeparated = Dialect(
        delimiter: UInt8(ascii: ","),
        quote: UInt8(ascii: "\"")
    )
    package static let tabSeparated = Dialect(
        delimiter: UInt8(ascii: "\t"),
        quote: UInt8(ascii: "\"")
    )
    static let lines = Dialect(delimiter: nil, quote: nil)
}

/// The form of a table's text.
package enum DataFormat: Hashable, Sendable {
    case delimited(Dialect)
    /// One flat JSON object per line.
    case jsonLines

    /// The format that a file's name stands for; nil if the name says nothing.
    package init?(name: String) {
        let lower = name.lowercased()
        if lower.hasSuffix(".csv") {
            self = .delimited(.commaSeparated)
        } else if lower.hasSuffix(".tsv") || lower.hasSuffix(".tab") {
            self = .delimited(.tabSeparated)
        } else if [".jsonl", ".ndjson", ".jsonlines"].contains(where: lower.hasSuffix) {
            self = .jsonLines
        } else {
            return nil
        }
    }
}
