package import Profile
import RunDocument

/// The folds of a cross-validation: files, or the values of a column.
package struct Folds: Sendable {
    package struct Overlap: Sendable {
        package var first: String
        package var second: String
        package var keys: CommonKeys

        package init(first: String, second: String, keys: CommonKeys) {
            self.first = first
            self.second = second
            self.keys = keys
        }
    }

    /// Each with its number of rows.
    package var folds: [(name: String, rows: Int)]
    /// Pairs of folds with the keys they have in common: of rows, ids or groups.
    package var overlaps: [Overlap]
    /// Rows of the table that are in no fold.
    package var uncovered: Int

    package init(
        folds: [(name: String, rows: Int)],
        overlaps: [Overlap] = [],
        uncovered: Int = 0
    ) {
        self.folds = folds
        self.overlaps = overlaps
        self.uncovered = uncovered
    }

    /// The folds that a column names; rows without a value are in none.
    ///
    /// - Returns: nil if it has more distinct values than are kept.
    package init?(_ column: ColumnProfile) {
        guard let counts = LabelCounts(column)?.counts else { return nil }
        let folds = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (name: String(decoding: $0.key, as: UTF8.self), rows: $0.value) }
        self.init(folds: folds, uncovered: column.rows - folds.reduce(0) { $0 + $1.rows })
    }

    package var findings: [Finding] { [overlap, missing] }

    /// No key is in two folds.
    private var overlap: Finding {
        let shared = overlaps.filter { $0.keys.count > 0 }
        let count = shared.reduce(0) { $0 + $1.keys.count }
        var finding = Finding(
            "fold-overlap",
            Measure(Double(count)),
            .atMost(0),
            severity: .fail,
            message: shared.first.map { "'\($0.first)' and '\($0.second)' have keys in common" }
                ?? ""
        )
        finding.check["folds"] = .array(
            shared.prefix(10).map {
                [
                    "first": .string($0.first), "second": .string($0.second),
                    "count": .integer(Int64($0.keys.count)),
                ]
            }
        )
        return finding
    }

    /// Each row is in a fold, and there are two or more with rows.
    private var missing: Finding {
        let empty = folds.filter { $0.rows == 0 }.map { "'\($0.name)'" }
        let message =
            if folds.count < 2 {
                "there are not two folds"
            } else if let first = empty.first {
                "the fold \(first) has no rows"
            } else {
                "\(uncovered) rows are in no fold"
            }
        var finding = Finding(
            "fold-missing",
            passed: folds.count > 1 && empty.isEmpty && uncovered == 0,
            observed: .integer(Int64(uncovered)),
            expected: "0",
            message: message
        ).with(.fail)
        finding.check["folds"] = .object(
            JSONObject(
                folds.map { ($0.name, .integer(Int64($0.rows))) },
                uniquingKeysWith: { first, _ in first }
            )
        )
        return finding
    }
}
