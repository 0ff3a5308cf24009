package import Model

extension Predictions {
    /// Whether two answers to one request are the same: the labels, or the numbers but for the
    /// tolerance.
    ///
    /// - Parameter tolerance: as a part of the larger number; an infinite number is only like
    ///   itself.
    package func agrees(with other: Predictions, tolerance: Double) -> Bool {
        guard rowCount == other.rowCount, labels.isEmpty == other.labels.isEmpty else {
            return false
        }
        return (0..<rowCount).allSatisfy { row in
            if !labels.isEmpty { return label(ofRow: row) == other.label(ofRow: row) }
            let (one, two) = (scores[row], other.scores[row])
            if one == two || (one.isNaN && two.isNaN) { return true }
            guard one.isFinite, two.isFinite else { return false }
            return (one - two).magnitude <= tolerance * max(one.magnitude, two.magnitude)
        }
    }
}
