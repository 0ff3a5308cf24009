import Evaluation
import RunDocument

extension GateResult {
    /// The gates among the checks: those that failed first, then those that are open; what was not
    /// judged comes last.
    static func all(
        _ checks: [Check],
        _ metrics: [MetricComparison],
        _ slices: [SliceResult]
    ) -> [GateResult] {
        let metrics = Dictionary(
            metrics.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let slices = Dictionary(
            slices.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let gates = checks.compactMap { GateResult($0, metrics: metrics, slices: slices) }
        return (0..<6).flatMap { rank in gates.filter { $0.rank == rank } }
    }

    private var rank: Int {
        switch check.status {
        case .failed: 0
        case .inconclusive: 1
        case .warning: 2
        case .passed: isUnjudged ? 4 : 3
        case .skipped: 5
        }
    }
}
