/// How a current table differs from a reference, column by column.
package struct DriftReport: Sendable {
    package var policy: DriftPolicy
    /// In the reference's order.
    package var columns: [ColumnDrift]
    /// From which share of drifted columns on the table has drifted; nil if the policy has none.
    package var shareThreshold: Double?

    package var compared: Int { columns.count { $0.score != nil } }

    package var drifted: Int { columns.count { $0.hasDrifted } }

    /// Of the columns that were compared; 0 if none was.
    package var driftedShare: Double {
        compared == 0 ? 0 : Double(drifted) / Double(compared)
    }

    package var hasDrifted: Bool {
        guard let shareThreshold, compared > 0 else { return false }
        return driftedShare >= shareThreshold
    }
}

/// One column of a `DriftReport`.
package struct ColumnDrift: Sendable {
    package enum Outcome: Hashable, Sendable {
        case compared(DriftScore)
        case skipped(reason: String)
    }

    package var name: String
    package var outcome: Outcome
    package var missing: MissingDrift?
    /// Categories that only the current side has; nil where values are no categories.
    package var newCategories: NewCategories?

    package var score: DriftScore? {
        if case .compared(let score) = outcome { score } else { nil }
    }

    package var hasDrifted: Bool { score?.hasDrifted ?? false }
}

/// The shares of rows without a value, NaN included.
package struct MissingDrift: Hashable, Sendable {
    package var reference: Double
    package var current: Double
    /// How far they may be apart; nil if the policy does not judge them.
    package var threshold: Double?

    package var difference: Double { (current - reference).magnitude }

    package var hasDrifted: Bool {
        threshold.map { difference >= $0 && difference > 0 } ?? false
    }
}

package struct NewCategories: Hashable, Sendable {
    package var distinct: Int
    /// Of the current values.
    package var share: Double
}
