import Evaluation

/// Where a share that was counted on some rows may truly lie, at 95% (Wilson 1927).
enum ShareInterval {
    static func wilson(_ share: Double, of rows: Double) -> Interval? {
        guard rows >= 1, rows.isFinite, (0...1).contains(share) else { return nil }
        let squared = 1.959964 * 1.959964
        let middle = (share + squared / (2 * rows)) / (1 + squared / rows)
        let spread = share * (1 - share) / rows + squared / (4 * rows * rows)
        let margin = 1.959964 * spread.squareRoot() / (1 + squared / rows)
        return Interval(max(0, middle - margin), min(1, middle + margin))
    }
}
