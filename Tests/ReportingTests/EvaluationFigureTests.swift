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
}
