package import Dataset

/// Something in a data contract that the schema does not say.
package struct ContractWarning: Hashable, Sendable, CustomStringConvertible {
    /// The table and the column, as `orders.amount`; empty for the contract as a whole.
    package var place: String
    package var reason: String

    package var description: String { place.isEmpty ? reason : "\(place): \(reason)" }
}

/// A schema made from a data contract, and what was lost on the way.
package struct ImportedSchema: Sendable {
    package var schema: TableSchema
    package var warnings: [ContractWarning]
}
