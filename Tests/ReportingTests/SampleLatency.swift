import Evaluation
import TestSupport

/// Loads with the tails that services have.
enum SampleLatency {
    /// - Parameter middle: in milliseconds.
    static func result(
        _ load: String, middle: Double, tail: Double, seed: UInt64
    ) -> LatencyResult {
        var random = SplitMix(seed: seed)
        let times = (0..<20_000).map { _ -> Double in
            let noise = (0..<6).reduce(0.0) { sum, _ in sum + random.unit() } / 3
            let spike = random.unit() < 0.02 ? tail * middle / (random.unit() + 0.02) : 0
            return middle * (0.6 + 0.4 * noise * noise) + spike
        }.sorted()
        let rank = { (share: Double) in times[min(times.count - 1, Int(share * 20_000))] }
        return LatencyResult(
            load: load,
            target: "http://127.0.0.1:8080/v2/models/churn/infer",
            requestCount: times.count,
            errorCount: tail > 3 ? 17 : 0,
            throughput: 4_180 / middle,
            p50Ms: rank(0.5),
            p90Ms: rank(0.9),
            p99Ms: rank(0.99),
            p999Ms: rank(0.999),
            maxMs: rank(1),
            histogram: buckets(times),
            peakMemoryMB: tail > 1 ? 182.4 : nil
        )
    }

    /// Each a twentieth wider than the one before.
    private static func buckets(_ times: [Double]) -> [LatencyResult.Bucket] {
        var buckets: [LatencyResult.Bucket] = []
        var lower = 0.05
        var index = 0
        while index < times.count {
            let upper = lower * 1.05
            let start = index
            while index < times.count, times[index] < upper { index += 1 }
            if index > start {
                buckets.append(.init(lowerMs: lower, upperMs: upper, count: index - start))
            }
            lower = upper
        }
        return buckets
    }
}
