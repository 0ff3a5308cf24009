import RunDocument

/// The checks of a model's answers, batch by batch.
struct OutputTally: Sendable {
    private(set) var checks: [Check] = []
    private var counts: [Int] = []

    /// Adds the checks of some rows; each batch makes the same ones.
    ///
    /// - Parameter firstRow: the rows before the batch.
    mutating func add(_ found: [Check], firstRow: Int) {
        for (place, check) in found.enumerated() {
            let isFirst = place == checks.count || checks[place].status != .failed
            if place == checks.count {
                checks.append(check)
                counts.append(0)
            }
            guard check.status == .failed else { continue }
            counts[place] += check.observed?.integerValue ?? 0
            if isFirst {
                checks[place] = check
                let rows = check["rows"]?.arrayValue?.compactMap(\.integerValue) ?? []
                checks[place]["rows"] = .array(rows.map { .integer(Int64($0 + firstRow)) })
            }
            // The example in a batch's own message is counted from its first row.
            if !isFirst || firstRow > 0, checks[place].observed?.integerValue != nil {
                checks[place].observed = .integer(Int64(counts[place]))
                checks[place].message =
                    "\(counts[place]) rows do not keep '\(check.expected ?? "")'"
            }
        }
    }
}
