import Evaluation
import Reporting
import RunDocument
import TestSupport
import Testing

/// What single parts of the page say.
@Suite struct EvaluationFigureTests {
    private static func html(
        _ checks: [Check] = [], _ change: (inout EvaluationReport) -> Void
    ) -> String {
        var report = EvaluationReport(
            candidate: .init(name: "m", uri: "m"), data: "d", task: .binary,
            labels: ["no", "yes"], rowCount: 10)
        change(&report)
        return EvaluationPage(report, checks: checks).html
    }

    /// The words of a page without its elements.
    private static func words(_ html: String) -> String {
        html.replacing(/<[^>]*>/, with: " ").replacing(/[ \n]+/, with: " ")
    }

    @Test(
        arguments: [
            (0.91234, 0.9, true, nil, "change good", "▲ +0.0123 better"),
            (0.9, 0.91234, true, nil, "change bad", "▼ −0.0123 worse"),
            (0.2, 0.25, false, nil, "change good", "▼ −0.0500 better"),
            (0.25, 0.2, false, nil, "change bad", "▲ +0.0500 worse"),
            (0.91234, 0.9, true, Interval(-0.01, 0.03), "change soft", "▲ +0.0123 not significant"),
            (0.91234, 0.9, true, Interval(0.001, 0.03), "change good", "▲ +0.0123 better"),
            (0.5, 0.5, true, nil, "change soft", "＝ ±0 the same"),
            (0.5, 0.500031, true, nil, "change bad", "▼ −0.00003 worse"),
            (53.853, 54.9, false, nil, "change good", "▼ −1.05 better"),
        ] as [(Double, Double, Bool, Interval?, String, String)])
    func aChangeHasASignAndAWord(
        _ value: Double, _ baseline: Double, _ isHigherBetter: Bool, _ interval: Interval?,
        _ kind: String, _ words: String
    ) {
        let html = Self.html { report in
            report.metrics = [
                .init(
                    name: "x", value: value, baseline: baseline, changeInterval: interval,
                    isHigherBetter: isHigherBetter)
            ]
        }
        #expect(html.contains("class=\"\(kind)\""))
        #expect(Self.words(html).contains(words))
    }

    @Test(arguments: [
        (0.912, "0.9120"), (0.0312, "0.0312"), (0.031249, "0.03125"), (12.3456, "12.35"),
        (1234.56, "1235"), (1, "1"), (0.99996, "0.99996"), (0.999999999999, "≈1.0000"),
        (-0.5, "−0.5000"), (0.0000371, "3.71e−5"), (250_000.4, "250,000"),
        (9_876_543, "9,876,543"), (13_201_962_857.25, "1.32e10"), (-20_000_000, "−2e7"),
    ])
    func numbersHaveFourDigits(_ value: Double, _ text: String) {
        let html = Self.html {
            $0.metrics = [.init(name: "x", value: value, isHigherBetter: true)]
        }
        #expect(html.contains("<dd>\(text)</dd>"))
    }

    @Test func aGateIsDrawnWithItsBoundAndTheIntervalOfItsMetric() throws {
        let gate = Check(id: "f1", status: .inconclusive, observed: 0.8, expected: ">= 0.75")
        let html = Self.html([gate]) { report in
            report.metrics = [
                .init(
                    name: "f1", value: 0.8, interval: Interval(0.7, 0.9), baseline: 0.5,
                    isHigherBetter: true)
            ]
        }
        #expect(
            html.contains(
                "<title>f1: 0.8000, interval 0.7000 to 0.9000, baseline 0.5000, bound ≥ 0.75"))
        // From 0.5 to 0.9 and 15% of it at each end: the bound is at 0.31 / 0.52.
        let rect = try #require(html.firstMatch(of: /<rect class="allowed" x="([0-9.]+)"/))
        #expect(rect.1 == "59.62")
        #expect(Self.words(html).contains("? inconclusive: f1 is 0.8000, and ≥ 0.75 is asked for"))
    }

    @Test func aGapIsNotTakenForItsMetric() {
        let gate = Check(
            id: "f1", status: .failed, observed: 0.2, expected: "<= 0.1 between slices of sex")
        let html = Self.html([gate]) { report in
            report.metrics = [
                .init(name: "f1", value: 0.8, interval: Interval(0.7, 0.9), isHigherBetter: true)
            ]
        }
        #expect(html.contains("<title>f1: 0.2000, bound ≤ 0.1</title>"))
        #expect(Self.words(html).contains("f1 between slices of sex ✗ failed 0.2000 ≤ 0.1"))
    }

    @Test func aChangeWithoutABaselineIsNotJudged() {
        var gate = Check(id: "f1", status: .passed, observed: 0.8, expected: "change >= -0.01")
        gate["note"] = "no baseline to compare with"
        let html = Self.html([gate]) { _ in }
        let words = Self.words(html)
        #expect(
            words.contains("f1 – not judged: no baseline to compare with 0.8000 change ≥ −0.01"))
        // Columns in which nothing stands are not there.
        #expect(!html.contains(">Baseline</th>"))
        #expect(!html.contains(">Range</th>"))
        gate.expected = ">= 0.7, change >= -0.01"
        #expect(
            Self.words(Self.html([gate]) { _ in }).contains(
                "f1 ✓ passed the change is not judged: no baseline to compare with 0.8000"))
    }

    @Test func otherMetricsAreFoldedAway() throws {
        let html = Self.html([
            Check(id: "brier", status: .passed, observed: 0.1, expected: "<= 0.2")
        ]) { report in
            report.metrics = ["roc_auc", "brier", "ece", "recall"].map {
                .init(name: $0, value: 0.8, isHigherBetter: true)
            }
        }
        let fold = try #require(html.firstRange(of: "<details><summary>2 other metrics</summary>"))
        #expect(Self.words(String(html[..<fold.lowerBound])).contains("brier higher is better"))
        let folded = Self.words(String(html[fold.upperBound...]))
        #expect(folded.contains("ece higher is better 0.8000 recall higher is better 0.8000"))
        #expect(!folded.contains("roc_auc higher"))
    }

    @Test func whatFailedBesideTheGatesIsSaidToo() {
        let behaviour = Check(
            id: "behaviour/typos", status: .failed, expected: "40 of 40 cases",
            message: "3 cases failed")
        let html = Self.html([behaviour]) { _ in }
        #expect(Self.words(html).contains("✗ failed: behaviour/typos: 3 cases failed"))
        #expect(!html.contains("id=\"gates\""))
    }

    @Test func theNumbersThatAreHeldStandFirst() {
        let gate = Check(id: "recall", status: .passed, observed: 0.8, expected: ">= 0.7")
        let html = Self.html([gate]) { report in
            report.metrics = ["accuracy", "brier", "f1", "recall", "roc_auc"].map {
                .init(name: $0, value: 0.8, isHigherBetter: true)
            }
        }
        let tiles = html.matches(of: /<dt><bdi>([a-z_0-9]+)<\/bdi><\/dt>/).map { String($0.1) }
        #expect(tiles == ["recall", "roc_auc", "f1"])
    }

    @Test func aSmallMatrixIsDrawnAndSaid() {
        let html = Self.html { $0.confusion = [[90, 10], [5, 15]] }
        #expect(html.contains("<td class=\"hit h8\"><span>90</span><small>90.0%</small></td>"))
        #expect(html.contains("<td class=\"miss h1\"><span>10</span><small>10.0%</small></td>"))
        #expect(Self.words(html).contains("Of 20 that are ‘yes’, 5 (25.0%) are taken for ‘no’."))
    }

    @Test func ofALargeMatrixTheWorstPairsAreTold() {
        let labels = (0..<40).map { "class\($0)" }
        let html = EvaluationPage(SampleEvaluation.multiclass(labels)).html
        #expect(!html.contains("class=\"matrix"))
        #expect(Self.words(html).contains("class6 class7 24 12.8%"))
        #expect(html.contains("and 28 more pairs"))
    }

    @Test func ofManyLabelsTheWorstCurvesAreDrawn() {
        let html = EvaluationPage(
            SampleEvaluation.multiclass((0..<40).map { "class\($0)" })
        ).html
        #expect(html.contains("The 8 of 40 labels with the lowest AUC."))
        #expect(html.contains("<path class=\"line curve c8\""))
        #expect(!html.contains("c9\""))
    }

    @Test func theGapBetweenSlicesIsSaid() {
        let words = Self.words(EvaluationPage(SampleEvaluation.binary()).html)
        #expect(
            words.contains(
                "roc_auc from 0.8810 (age &lt; 25) to 0.9410 (age in [40, 65)): a gap of 0.0600"))
    }

    @Test func aRatioFarFromOneIsToldSo() {
        let words = Self.words(EvaluationPage(SampleEvaluation.binary()).html)
        #expect(words.contains("0.5761 1 is equal; below four fifths, the usual bound"))
        #expect(words.contains("equalized odds ratio not defined"))
    }

    @Test func aLoadHasItsPercentiles() {
        var result = SampleLatency.result("8 connections", middle: 2, tail: 0, seed: 1)
        (result.p50Ms, result.p99Ms, result.maxMs) = (0.4213, 12.34, 1_500)
        let words = Self.words(Self.html { $0.latencies = [result] })
        #expect(words.contains("p50 421 µs"))
        #expect(words.contains("p99 12.3 ms"))
        #expect(words.contains("max 1500 ms"))
    }

    @Test func fourFifthsAreAboutSelectionOnly() {
        let words = Self.words(
            Self.html { report in
                report.fairness = [
                    .init(
                        column: "sex", positiveLabel: "yes", groups: [],
                        metrics: ["equalized_odds_ratio": 0.4])
                ]
            })
        #expect(words.contains("equalized odds ratio 0.4000 1 is equal"))
        #expect(!words.contains("four fifths"))
    }

    /// Where the labels below a plot stand, and what they are.
    private static func labels(_ html: String) -> [(x: Double, text: String)] {
        html.matches(of: /<text x="([0-9.]+)" y="[0-9.]+" text-anchor="middle">([^<]*)</)
            .compactMap { match in Double(match.1).map { ($0, String(match.2)) } }
    }

    @Test(arguments: [
        (48.2, 53.6), (0.05, 92), (0.4, 0.41), (1, 9.9), (0.0001, 10_000_000), (3, 31),
    ])
    func labelsOfAnAxisDoNotTouch(_ low: Double, _ high: Double) throws {
        var result = SampleLatency.result("a", middle: 2, tail: 0, seed: 1)
        result.histogram = [
            .init(lowerMs: low, upperMs: low * 1.001, count: 999_999),
            .init(lowerMs: high * 0.999, upperMs: high, count: 1),
        ]
        let html = Self.html { $0.latencies = [result] }
        let plots = html.split(separator: "</svg>").map { Self.labels(String($0)) }
            .filter { !$0.isEmpty }
        #expect(plots.count == 2)
        for labels in plots {
            #expect(labels.count >= 2)
            for (left, right) in zip(labels, labels.dropFirst()) {
                let width = 6.5 * Double(left.text.count + right.text.count) / 2
                #expect(right.x - left.x >= width, "\(left) \(right)")
            }
        }
    }

    @Test func allRowsAreNotChosen() {
        var report = SampleEvaluation.regression()
        report.rowCount = 600
        #expect(Self.words(EvaluationPage(report).html).contains(" 600 rows. "))
        report.rowCount = 12_000
        let words = Self.words(EvaluationPage(report).html)
        #expect(words.contains(" 600 of 12,000 rows, evenly chosen. "))
    }
}
