/// What one pass over a table learns of it.
package struct TableProfile: Sendable {
    package var rows: Int
    /// In the order of the header.
    package var columns: [ColumnProfile]

    package subscript(name: String) -> ColumnProfile? { columns.first { $0.name == name } }
}
