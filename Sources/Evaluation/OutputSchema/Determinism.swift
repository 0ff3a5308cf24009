package import Dataset
package import Model
package import RunDocument

extension OutputSchema {
    /// Asks the model for some rows twice: each answer must be the same to the last bit.
    ///
    /// - Parameter sampleSize: rows, evenly chosen.
    /// - Throws: what the predictor throws.
    package static func determinism(
        of predictor: any Predictor, on table: Table, sampleSize: Int = 1000
    ) throws -> Check {
        let rows = EvenSample.rows(of: table.rowCount, atMost: sampleSize)
        let sample = table.selecting(rows: rows)
        let (first, second) = (try predictor.predict(sample), try predictor.predict(sample))
        let width = first.width
        guard first.scores.count == rows.count * width, second.scores.count == first.scores.count
        else {
            return check("deterministic", "the same answers twice", rows) { _ in "no answer" }
        }
        func differs(_ index: Int) -> Bool {
            (index * width..<(index + 1) * width).contains {
                first.scores[$0].bitPattern != second.scores[$0].bitPattern
            }
        }
        let wrong = rows.indices.filter {
            differs($0) || first.labelIndex(ofRow: $0) != second.labelIndex(ofRow: $0)
        }
        return check(
            "deterministic", "the same answers twice", wrong.map { rows[$0] }
        ) { _ in
            let index = wrong.first ?? 0
            guard differs(index) else {
                return "'\(first.label(ofRow: index))' and then '\(second.label(ofRow: index))'"
            }
            let place = index * width
            return "\(first.scores[place]) and then \(second.scores[place])"
        }
    }
}

/// Some rows of many, at equal distances, so that the choice needs no seed.
package enum EvenSample {
    /// Ascending; all rows if there are no more.
    package static func rows(of count: Int, atMost limit: Int) -> [Int] {
        guard count > limit else { return Array(0..<count) }
        return (0..<limit).map { $0 * count / limit }
    }
}
