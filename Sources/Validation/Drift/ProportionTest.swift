import Glibc

/// The pooled two-sided Z test on the share of values that differ from the smallest one.
///
/// z = (p₁ − p₂)/√(p(1 − p)(1/n₁ + 1/n₂)) with p the share on both sides together. If there is no
/// other value, p = 1. Evidently computes 2(1 − Φ(|z|)), whose smallest step is 2.2e-16; here it is
/// erfc(|z|/√2), which has all its digits in the tail.
///
/// - Returns: nil if a side is empty.
func proportionTest(_ counts: PairedCounts) -> TestResult? {
    let n = counts.referenceTotal
    let m = counts.currentTotal
    guard n > 0, m > 0, let first = counts.reference.first, let second = counts.current.first
    else { return nil }
    guard counts.count > 1 else { return TestResult(statistic: 0, pValue: 1) }
    let share = (n - first) / n
    let otherShare = (m - second) / m
    let pooled = (share * n + otherShare * m) / (n + m)
    let z = (share - otherShare) / (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot()
    return TestResult(statistic: z, pValue: erfc(z.magnitude / 2.0.squareRoot()))
}
