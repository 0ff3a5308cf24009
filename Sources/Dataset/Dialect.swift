/// How a text is cut into records and cells.
package struct Dialect: Hashable, Sendable {
    /// Nil: a record is one cell.
    package var delimiter: UInt8?
    /// A cell that starts with it ends at the next one.
    package var quote: UInt8?
    /// Whether two quotes inside a quoted cell stand for one.
    package var doublesQuotes = true
    /// The byte after it is plain text, whatever it is.
    package var escape: UInt8?
    /// A line that starts with it is no record.
    package var comment: UInt8?
    /// Whether spaces behind a delimiter are left out.
    package var skipsInitialSpace = false
    /// The rows that hold the names, from 1; empty if there are none.
    package var headerRows = [1]
    /// What stands between the names of several header rows.
    package var headerJoin = " "
    /// Rows that are no records, from 1.
    package var commentRows: [Int] = []
    /// A name that the C library knows; nil for UTF-8.
    package var encoding: String?

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
    /// Each line is one cell, whatever stands on it.
    static let lines = Dialect(delimiter: nil, quote: nil)

    /// Whether records can be told apart by delimiters, line ends and doubled quotes alone.
    var isPlain: Bool {
        escape == nil && comment == nil && doublesQuotes && !skipsInitialSpace
    }
}

extension Dialect {
    /// The dialect, with what a description says instead.
    func described(by description: DialectDescription) -> Dialect {
        var dialect = self
        if let delimiter = description.delimiter?.utf8.first { dialect.delimiter = delimiter }
        switch description.quoting {
        case nil: break
        case .some(.none): dialect.quote = nil
        case .by(let quote): dialect.quote = quote
        }
        dialect.doublesQuotes = description.doubleQuote ?? doublesQuotes
        dialect.escape = description.escapeChar
        dialect.comment = description.commentChar?.utf8.first
        dialect.skipsInitialSpace = description.skipInitialSpace ?? skipsInitialSpace
        dialect.headerRows = description.header == false ? [] : description.headerRows ?? headerRows
        dialect.headerJoin = description.headerJoin ?? headerJoin
        dialect.commentRows = description.commentRows ?? []
        dialect.encoding = description.encoding
        return dialect
    }
}

/// The form of a table's text.
package enum DataFormat: Hashable, Sendable {
    case delimited(Dialect)
    /// One flat JSON object per line.
    case jsonLines

    /// The format that a file's name stands for, packed or not; nil if the name says nothing.
    package init?(name: String) {
        var lower = name.lowercased()[...]
        for suffix in [".gz", ".zst"] where lower.hasSuffix(suffix) {
            lower = lower.dropLast(suffix.count)
        }
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
