import Evaluation
import Reporting
import RunDocument
import TestSupport
import Testing

@Suite struct EvaluationPageTests {
    private static func page(_ texts: [String]) -> String {
        EvaluationPage(
            SampleEvaluation.saying(texts), checks: SampleEvaluation.checksSaying(texts)
        ).html
    }

    private static func html(_ change: (inout EvaluationReport) -> Void) -> String {
        var report = EvaluationReport(
            candidate: .init(name: "m", uri: "m"), data: "d", task: .binary,
            labels: ["no", "yes"], rowCount: 10)
        change(&report)
        return EvaluationPage(report).html
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func dataMakesNoMarkup() async throws {
        let hostile = try await MarkupReader.read(Self.page(Hostile.texts), as: .html)
        let plain = try await MarkupReader.read(Self.page(Hostile.plain), as: .html)
        #expect(hostile["errors"] == [])
        #expect(hostile["shape"] == plain["shape"])
        let text = try #require(hostile["text"]?.stringValue)
        #expect(text.contains("<script>alert(1)</script>"))
        #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0 })
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func thePageNeedsNothingElse() async throws {
        let html = EvaluationPage(
            SampleEvaluation.binary(), checks: SampleEvaluation.checks()
        ).html
        let page = try await MarkupReader.read(html, as: .html)
        #expect(page["errors"] == [])
        let shape = try #require(page["shape"]?.arrayValue)
        let names = Set(shape.flatMap { $0.arrayValue?.compactMap(\.stringValue) ?? [] })
        #expect(
            names.isDisjoint(with: [
                "script", "link", "img", "iframe", "object", "src", "style=", "onload", "use",
            ]))
        // Links lead to parts of the page, and these are there.
        let links = html.matches(of: /href="([^"]*)"/).map { String($0.1) }
        #expect(links.count > 5)
        for link in links { #expect(html.contains("<section id=\"\(link.dropFirst())\">")) }
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func drawingsHaveNames() async throws {
        let page = try await MarkupReader.read(Self.page(Hostile.plain), as: .html)
        let shape = (page["shape"]?.arrayValue ?? []).map {
            $0.arrayValue?.compactMap(\.stringValue) ?? []
        }
        let drawings = shape.indices.filter { shape[$0].first == "svg" }
        #expect(drawings.count > 20)
        for index in drawings where !shape[index].contains("aria-hidden") {
            #expect(shape[index + 1] == ["title"])
            #expect(shape[index].contains("role"))
        }
        #expect(shape.count { $0 == ["desc"] } >= 5)
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence), arguments: 0..<12)
    func numbersWithoutSenseMakeAPage(_ seed: UInt64) async throws {
        var random = RandomReport(seed: seed)
        let html = EvaluationPage(random.report(), checks: random.checks()).html
        let page = try await MarkupReader.read(html, as: .html)
        #expect(page["errors"] == [])
    }

    @Test(arguments: 0..<200)
    func drawingsHaveOnlyFiniteNumbers(_ seed: UInt64) {
        var random = RandomReport(seed: seed)
        let html = EvaluationPage(random.report(), checks: random.checks()).html
        let drawn = html.matches(
            of: /\s(?:d|x|y|width|height|cx|cy|r|viewBox)="([^"]*)"/
        ).map { String($0.1) }
        for text in drawn {
            #expect(text.wholeMatch(of: /[MLHVh0-9 .\-]*/) != nil, "\(text)")
        }
    }

    @Test func theSameReportMakesTheSameBytes() {
        #expect(Self.page(Hostile.texts) == Self.page(Hostile.texts))
        var (one, other) = (RandomReport(seed: 7), RandomReport(seed: 7))
        let (first, second) = (one.report(), other.report())
        #expect(EvaluationPage(first).html == EvaluationPage(second).html)
    }

    @Test func whatDoesNotFitIsCounted() {
        var report = SampleEvaluation.binary()
        let long = String(repeating: "x", count: 10_000)
        report.metrics += (0..<1_000).map {
            .init(name: "m\($0)\(long)", value: 0.5, isHigherBetter: true)
        }
        report.slices = (0..<20_000).map { index in
            SliceResult(
                name: "s\(index)\(long)", dimension: "d\(index % 50)\(long)", rowCount: index,
                metrics: ["roc_auc": Double(index % 1_000) / 1_000])
        }
        report.perClass = (0..<500).map {
            .init(label: "c\($0)\(long)", precision: 0, recall: 0, f1: Double($0), support: 1)
        }
        report.importance?.features = (0..<900).map {
            .init(name: "f\($0)\(long)", mean: Double($0), standardDeviation: 0)
        }
        let html = EvaluationPage(report).html
        #expect(html.utf8.count < 4_000_000)
        #expect(html.contains("and 807 more metrics"))
        #expect(html.contains("and 30 more dimensions"))
        #expect(html.contains("and 370 more slices that do better"))
        #expect(html.contains("The 50 of 500 classes with the lowest F1."))
        #expect(html.contains("and 860 more features that matter less"))
        #expect(html.contains("f899x"))
    }

    @Test func anEmptyReportHasNoParts() {
        let html = Self.html { _ in }
        #expect(!html.contains("<section"))
        #expect(!html.contains("<svg"))
        #expect(html.contains("– Not judged</strong> no gate was given"))
    }

    @Test(arguments: [
        ([Check.Status.passed, .failed, .inconclusive], "bad", "✗ Failed"),
        ([.passed, .inconclusive, .warning], "warn", "? Inconclusive"),
        ([.passed, .warning], "warn", "! Passed"), ([.passed, .skipped], "good", "✓ Passed"),
        ([.skipped], "none", "– Not judged"),
    ])
    func theVerdictStandsFirst(_ statuses: [Check.Status], _ tone: String, _ words: String) {
        let report = EvaluationReport(
            candidate: .init(name: "m", uri: "m"), data: "d", task: .binary, labels: [],
            rowCount: 1)
        let checks = statuses.map { Check(id: "f1", status: $0, observed: 1, expected: ">= 1") }
        let html = EvaluationPage(report, checks: checks).html
        #expect(html.contains("<p class=\"verdict \(tone)\"><strong>\(words)</strong>"))
    }
}
