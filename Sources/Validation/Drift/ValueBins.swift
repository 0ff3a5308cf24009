import Profile

/// One bin for each value that either side has, in ascending order.
///
/// Texts of which only the most frequent are known leave a last bin for all others.
func countsOfValues(_ pair: ColumnPair) -> PairedCounts? {
    if !pair.reference.hasTexts, !pair.current.hasTexts {
        guard let numbers = pair.numbers, numbers.reference.isExact, numbers.current.isExact else {
            return nil
        }
        let (reference, current) = (numbers.reference.counts, numbers.current.counts)
        return mergedCounts(
            (reference.values, reference.counts), (current.values, current.counts), by: <)
    }
    guard let reference = pair.reference.categories, let current = pair.current.categories else {
        return nil
    }
    guard reference.isExact, current.isExact else { return boundedCounts(reference, current) }
    return mergedCounts(
        (reference.listed.values, reference.listed.counts),
        (current.listed.values, current.listed.counts), by: precedes)
}

/// Each side's most frequent values; what is beyond them does not count at all.
///
/// As TFDV's rank histogram, whose shares are of the listed values. Of values that are equally
/// frequent it lists the lexicographically larger ones first.
func countsOfTopValues(_ pair: ColumnPair, limit: Int) -> PairedCounts? {
    guard let reference = pair.reference.categories, let current = pair.current.categories else {
        return nil
    }
    guard reference.isExact, current.isExact else { return boundedCounts(reference, current) }
    return mergedCounts(
        top(reference.listed, limit), top(current.listed, limit), by: precedes)
}

private func top(_ counts: TextCounts, _ limit: Int) -> ([String], [Int]) {
    guard counts.values.count > limit else { return (counts.values, counts.counts) }
    let kept = counts.values.indices
        .sorted { (counts.counts[$0], $0) > (counts.counts[$1], $1) }
        .prefix(limit).sorted()
    return (kept.map { counts.values[$0] }, kept.map { counts.counts[$0] })
}

/// Two ascending lists of values and counts, side by side.
func mergedCounts<Value>(
    _ reference: ([Value], [Int]), _ current: ([Value], [Int]),
    by precedes: (Value, Value) -> Bool
) -> PairedCounts {
    var counts = PairedCounts()
    var (i, j) = (0, 0)
    while i < reference.0.count || j < current.0.count {
        let isOnlyReference =
            j == current.0.count || i < reference.0.count && precedes(reference.0[i], current.0[j])
        let isOnlyCurrent =
            i == reference.0.count || j < current.0.count && precedes(current.0[j], reference.0[i])
        counts.append(
            isOnlyCurrent ? 0 : reference.1[i],
            isOnlyReference ? 0 : current.1[j]
        )
        if !isOnlyCurrent { i += 1 }
        if !isOnlyReference { j += 1 }
    }
    return counts
}

/// The listed values of both sides and one bin for the rest, with what each share may be off.
private func boundedCounts(_ reference: CategoryCounts, _ current: CategoryCounts) -> PairedCounts {
    let values = Set((reference.listed.values + current.listed.values).map { Array($0.utf8) })
        .map { String(decoding: $0, as: UTF8.self) }
        .sorted(by: precedes)
    var counts = PairedCounts()
    for value in values {
        counts.append(reference.count(of: value) ?? 0, current.count(of: value) ?? 0)
    }
    counts.append(
        Double(reference.total) - counts.referenceTotal,
        Double(current.total) - counts.currentTotal
    )
    counts.setErrors(reference: reference.errors(values), current: current.errors(values))
    return counts
}

extension CategoryCounts {
    /// What the share of each value may be off, and of the rest after them.
    fileprivate func errors(_ values: [String]) -> [Double] {
        let unlisted = Double(largestUnlisted) / Double(max(1, total))
        let errors = values.map { count(of: $0) == nil ? unlisted : shareError }
        return errors + [min(1, errors.reduce(0, +))]
    }
}
