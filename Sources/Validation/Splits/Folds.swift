package import Profile
import RunDocument

/// The folds of a cross-validation: the values of a column.
package struct Folds: Sendable {
    /// Each with its number of rows.
    package var folds: [(name: String, rows: Int)]
    /// What is in more folds than one, as `groups`, and in how many more, all together.
    package var shared: [(what: String, count: Int)]
    /// Rows of the table that are in no fold.
    package var uncovered: Int

    package init(
        folds: [(name: String, rows: Int)],
        shared: [(what: String, count: Int)] = [],
        uncovered: Int = 0
    ) {
        self.folds = folds
        self.shared = shared
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

    /// Nothing is in two folds.
    private var overlap: Finding {
        let found = shared.filter { $0.count > 0 }
        var finding = Finding(
            "fold-overlap",
            Measure(Double(found.reduce(0) { $0 + $1.count })),
            .atMost(0),
            severity: .fail,
            message:
                "\(found.map { "\($0.count) \($0.what)" }.joined(separator: ", ")) are in more "
                + "than one fold"
        )
        finding.check["shared"] = .object(
            JSONObject(
                shared.map { ($0.what, .integer(Int64($0.count))) },
                uniquingKeysWith: { first, _ in first }
            )
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
