import Evaluation
import RunDocument
import TestSupport

/// Reports that no evaluation would make: numbers without sense, lists of any length.
struct RandomReport {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    private mutating func number() -> Double {
        let odd = [
            0, -0.0, 1, -1, .nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude,
            1e-9, 0.99999999,
            123_456.789, -7,
        ]
        return random.unit() < 0.4
            ? odd[Int(random.next() % UInt64(odd.count))] : random.unit() * 2 - 0.5
    }

    private mutating func optional() -> Double? { random.unit() < 0.3 ? nil : number() }

    private mutating func interval() -> Interval? {
        random.unit() < 0.3 ? nil : Interval(number(), number())
    }

    private mutating func count() -> Int { Int(random.next() % 9) }

    private mutating func text() -> String {
        let texts = Hostile.texts + ["", "roc_auc", "a", String(repeating: "w", count: 300)]
        return texts[Int(random.next() % UInt64(texts.count))]
    }

    private mutating func list<Element>(_ make: (inout RandomReport) -> Element) -> [Element] {
        (0..<count()).map { _ in make(&self) }
    }

    private mutating func points() -> [CurvePoint] {
        list { CurvePoint($0.number(), $0.number()) }
    }

    mutating func report() -> EvaluationReport {
        let tasks = EvaluationTask.allCases
        var report = EvaluationReport(
            candidate: .init(name: text(), uri: text(), digest: text()),
            data: text(), task: tasks[Int(random.next() % UInt64(tasks.count))],
            labels: list { $0.text() }, rowCount: count())
        report.isWeighted = random.unit() < 0.5
        report.confidence = optional()
        report.metrics = list {
            .init(
                name: $0.text(), value: $0.optional(), interval: $0.interval(),
                baseline: $0.optional(), changeInterval: $0.interval(),
                isHigherBetter: $0.random.unit() < 0.5)
        }
        report.confusion = list { $0.list { $0.number() } }
        report.perClass = list {
            .init(
                label: $0.text(), precision: $0.number(), recall: $0.number(), f1: $0.number(),
                support: $0.number())
        }
        report.curves = list { $0.curves() }
        report.residuals = ResidualSummary(
            histogram: list {
                .init(lower: $0.number(), upper: $0.number(), weight: $0.number())
            },
            sample: points())
        addParts(to: &report)
        return report
    }

    private mutating func curves() -> ClassCurves {
        ClassCurves(
            label: text(), roc: points(), precisionRecall: points(),
            calibration: list {
                .init(meanScore: $0.number(), positiveShare: $0.number(), weight: $0.number())
            },
            baselineROC: points(), baselinePrecisionRecall: points(), rocAUC: optional(),
            averagePrecision: optional(), calibrationError: optional())
    }

    private mutating func addParts(to report: inout EvaluationReport) {
        report.slices = list {
            SliceResult(
                name: $0.text(), dimension: $0.text(), rowCount: $0.count() - 2,
                metrics: ["roc_auc": $0.optional(), $0.text() + "!": $0.optional()],
                baseline: ["roc_auc": $0.optional()],
                intervals: ["roc_auc": $0.interval() ?? Interval(0, 1)])
        }
        report.weakSlices = list {
            .init(
                name: $0.text(), rowCount: $0.count(), metric: $0.text(), value: $0.number(),
                others: $0.number(), effectSize: $0.number(), pValue: $0.number())
        }
        report.fairness = list { random in
            FairnessResult(
                column: random.text(), positiveLabel: random.text(),
                groups: random.list {
                    .init(
                        name: $0.text(), rowCount: $0.count(), selectionRate: $0.optional(),
                        truePositiveRate: $0.optional(), falsePositiveRate: $0.optional())
                },
                metrics: ["demographic_parity_ratio": random.optional()])
        }
        report.importance = FeatureImportance(
            metric: text(), repeats: count(), rowCount: count(),
            features: list {
                .init(
                    name: $0.text(), mean: $0.number(), standardDeviation: $0.number(),
                    meanSHAP: $0.optional())
            })
        report.latencies = list { $0.latency() }
    }

    private mutating func latency() -> LatencyResult {
        LatencyResult(
            load: text(), target: text(), requestCount: count(), errorCount: count(),
            throughput: number(), p50Ms: number(), p90Ms: number(), p99Ms: number(),
            p999Ms: number(), maxMs: number(),
            histogram: list {
                .init(lowerMs: $0.number(), upperMs: $0.number(), count: $0.count())
            },
            peakMemoryMB: optional())
    }

    mutating func checks() -> [Check] {
        list { random in
            var check = Check(
                id: random.text(),
                status: Check.Status.allCases[Int(random.random.next() % 5)],
                observed: .number(random.number()), expected: ">= \(random.number())")
            check["interval"] = .array([.number(random.number()), .number(random.number())])
            check["baseline"] = .number(random.number())
            return check
        }
    }
}
