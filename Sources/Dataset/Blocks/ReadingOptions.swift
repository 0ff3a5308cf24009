/// How tables are read.
package struct ReadingOptions: Sendable {
    /// Nil to go by each source's name, and where that says nothing by its first byte.
    package var format: DataFormat?
    /// How delimited text is written, as far as it is said.
    package var dialect: DialectDescription?
    /// Whether a delimiter that neither the dialect nor the name says is told from the header.
    package var detectsDelimiter = false
    /// The names of the columns, for JSON Lines, and where there is no header.
    package var columns: [String] = []
    package var isDigesting = false
    /// Bytes of text in a block, if records are not longer.
    package var blockSize = 1 << 19
    /// A longer record is an error; it bounds the memory.
    package var maximumRecord = 1 << 28
    /// Whether a block waits for its bytes; if not, it holds what there is.
    package var fillsBlocks = true

    package init() {}
}
