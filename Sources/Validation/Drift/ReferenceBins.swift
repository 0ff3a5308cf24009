import Profile

/// Bins of our own for numbers: fixed by the reference alone, so a stored profile is enough.
///
/// The deciles of the reference, each a value of it and closed on its right, with equal ones taken
/// once; below its smallest and above its largest value, where infinite ones go too; and one for
/// what is no number. At most 13 bins. Up to 20 distinct values in the reference are compared as
/// categories instead, since a decile could hold several of them.
func countsByReferenceDeciles(_ pair: ColumnPair) -> PairedCounts? {
    guard let (reference, current) = pair.numbers else { return nil }
    let deciles = (1...9).map { reference.quantile(Double($0) / 10) }
    var bounds = [reference.minimum.nextDown]
    for bound in deciles + [reference.maximum] where bound > bounds[bounds.count - 1] {
        bounds.append(bound)
    }
    var counts = PairedCounts()
    let before = bounds.map { (reference.count(upTo: $0), current.count(upTo: $0)) }
    let low = (pair.reference.profile.numbers, pair.current.profile.numbers)
    counts.append(
        before[0].0 + low.0.negativeInfinity, before[0].1 + low.1.negativeInfinity)
    for (left, right) in zip(before, before.dropFirst()) {
        counts.append(right.0 - left.0, right.1 - left.1)
    }
    counts.append(
        low.0.positiveInfinity, current.total - before[before.count - 1].1 + low.1.positiveInfinity)
    counts.append(pair.reference.profile.texts.count, pair.current.profile.texts.count)
    counts.setErrors(
        reference: reference.errors(between: bounds) + [0],
        current: current.errors(between: bounds) + [0]
    )
    return counts
}

/// Bins of our own for categories: the twenty most frequent ones of the reference that hold 1 % of
/// it or more, all its others together, and those that it does not have.
///
/// Rare categories are put together because each bin adds its own sampling noise.
func countsByReferenceCategories(_ pair: ColumnPair) -> PairedCounts? {
    guard let values = countsOfValues(pair), values.isExact else { return countsOfValues(pair) }
    let frequent = values.reference.indices
        .filter { values.reference[$0] >= max(1, values.referenceTotal / 100) }
        .sorted { (-values.reference[$0], $0) < (-values.reference[$1], $1) }
        .prefix(20).sorted()
    var counts = PairedCounts()
    for index in frequent { counts.append(values.reference[index], values.current[index]) }
    let fresh = newCategories(values).count
    counts.append(
        values.referenceTotal - counts.referenceTotal,
        values.currentTotal - Double(fresh) - counts.currentTotal
    )
    counts.append(0, fresh)
    return counts
}

/// How many of one bin for each value only the current side has, and how many values they hold.
func newCategories(_ values: PairedCounts) -> (distinct: Int, count: Int) {
    zip(values.reference, values.current).reduce(into: (distinct: 0, count: 0)) {
        guard $1.0 == 0 else { return }
        $0.distinct += 1
        $0.count += Int($1.1)
    }
}
