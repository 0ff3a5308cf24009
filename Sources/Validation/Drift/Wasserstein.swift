/// The first Wasserstein distance ∫|F − G| over the reference's standard deviation.
///
/// As Evidently norms it: the deviation over n, and not less than 0.001. So 0.1 means that values
/// moved by a tenth of the spread they had, on average.
func wassersteinDistance(
    _ reference: NumberDistribution, _ current: NumberDistribution
) -> Measurement {
    let norm = max(reference.standardDeviation, 0.001)
    // Without this, a distance over a deviation beyond Double would pass as none.
    guard norm.isFinite else { return Measurement(.nan) }
    var distance = 0.0
    var least = 0.0
    var greatest = 0.0
    let isExact = reference.isExact && current.isExact
    for step in CumulativeSteps(reference, current) {
        guard let end = step.end else { break }
        let width = end - step.start
        distance += (step.reference - step.current).magnitude * width
        guard !isExact else { continue }
        let f = reference.bounds(step.reference, from: step.start, to: end)
        let g = current.bounds(step.current, from: step.start, to: end)
        least += max(0, f.lowerBound - g.upperBound, g.lowerBound - f.upperBound) * width
        greatest += max(f.upperBound - g.lowerBound, g.upperBound - f.lowerBound) * width
    }
    guard !isExact, greatest.isFinite else { return Measurement(distance / norm) }
    return Measurement(distance / norm, in: min(least, distance) / norm...greatest / norm)
}
