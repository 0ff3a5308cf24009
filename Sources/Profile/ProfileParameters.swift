/// What two profiles must have in common to be merged.
package struct ProfileParameters: Hashable, Sendable {
    /// Distinct numbers of a column that are counted one by one.
    package var exactNumbers: Int
    /// Distinct texts of a column that are counted one by one.
    package var exactTexts: Int
    /// Of the schema that says how cells are read; nil if there is none.
    package var schemaDigest: String?

    /// - Parameter columns: the more there are, the less is kept of each, so that memory is bounded.
    package init(columns: Int, schemaDigest: String? = nil) {
        exactNumbers = max(1024, min(1 << 16, (1 << 21) / max(1, columns)))
        exactTexts = max(256, min(10_000, (1 << 19) / max(1, columns)))
        self.schemaDigest = schemaDigest
    }
}
