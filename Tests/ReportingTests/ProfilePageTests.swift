import Dataset
import Profile
import Reporting
import RunDocument
import TestSupport
import Testing

@Suite struct ProfilePageTests {
    /// A page that says the given texts wherever data can stand.
    private static func page(_ texts: [String]) -> ProfilePage {
        let numbers: [String?] = ["1", "2.5", nil, "-3"]
        let columns = texts.enumerated().map { index, text in
            let other = texts[(index + 1) % texts.count]
            let cells: [String?] = index.isMultiple(of: 3) ? numbers : [text, text, nil, other]
            return SmallProfile.column(text, cells)
        }
        var page = ProfilePage(title: texts[0], profile: TableProfile(columns: columns))
        page.sources = texts.map { .init(name: $0, digest: $0) }
        page.checks = sampleRun(texts).stages[0].checks
        page.roles = [texts[3]: .target]
        page.reference = .init(
            name: texts[1],
            profile: TableProfile(columns: columns.reversed()),
            drifts: texts.map {
                ColumnDrift(column: $0, method: $0, value: 0.5, threshold: 0.1, drifted: true)
            }
        )
        return page
    }

    private static func page(_ columns: KeyValuePairs<String, [String?]>) -> ProfilePage {
        ProfilePage(title: "sample", profile: SmallProfile.table(columns))
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func dataMakesNoMarkup() async throws {
        let hostile = try await MarkupReader.read(Self.page(Hostile.texts).html, as: .html)
        let plain = try await MarkupReader.read(Self.page(Hostile.plain).html, as: .html)
        #expect(hostile["errors"] == [])
        #expect(hostile["shape"] == plain["shape"])
        let text = try #require(hostile["text"]?.stringValue)
        #expect(text.contains("<script>alert(1)</script>"))
        #expect(text.contains("[U+202E]reversed"))
        #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0 })
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func thePageNeedsNothingElse() async throws {
        let page = try await MarkupReader.read(Self.page(Hostile.plain).html, as: .html)
        let shape = try #require(page["shape"]?.arrayValue)
        let names = Set(shape.flatMap { $0.arrayValue?.compactMap(\.stringValue) ?? [] })
        #expect(
            names.isDisjoint(with: [
                "script", "link", "img", "iframe", "object", "src", "href", "style=", "onload",
            ]))
        #expect(
            page["text"]?.stringValue?.contains("default-src 'none'; style-src 'unsafe-inline'")
                == true)
    }

    /// Every cell of a row has a header, and every drawing a title or a text beside it.
    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func drawingsAndCellsHaveNames() async throws {
        let page = try await MarkupReader.read(Self.page(Hostile.plain).html, as: .html)
        let shape = (page["shape"]?.arrayValue ?? []).map {
            $0.arrayValue?.compactMap(\.stringValue) ?? []
        }
        let drawings = shape.indices.filter { shape[$0].first == "svg" }
        #expect(!drawings.isEmpty)
        for index in drawings where !shape[index].contains("aria-hidden") {
            #expect(shape[index + 1] == ["title"])
            #expect(shape[index].contains("role"))
        }
        for cell in shape where cell.first == "th" { #expect(cell.contains("scope")) }
    }

    @Test func theSameProfileMakesTheSameBytes() {
        #expect(Self.page(Hostile.texts).html == Self.page(Hostile.texts).html)
    }

    @Test func aWideTableIsCutAndSaysSo() {
        let column = SmallProfile.column("", ["1", "2"])
        let columns = (0..<10_000).map { index in
            var column = column
            column.name = "column\(index)" + String(repeating: "x", count: 10_000)
            return column
        }
        let html = ProfilePage(title: "wide", profile: TableProfile(columns: columns)).html
        #expect(html.contains("The first 200 of 10,000 columns are shown."))
        #expect(html.contains("column199x"))
        #expect(!html.contains("column200x"))
        #expect(html.utf8.count < 1_000_000)
    }

    @Test(arguments: [
        ("2013", "2013"), ("12345", "12,345"), ("-1234567", "−1,234,567"), ("0", "0"),
        ("43.92193", "43.922"), ("99999.7", "100,000"), ("0.00012345678", "0.00012346"),
        ("0.0000123456", "1.2346e−5"), ("1e300", "1e300"), ("123456.75", "123,457"),
        ("2.50", "2.5"),
    ])
    func numbersReadWell(_ cell: String, _ text: String) {
        let html = Self.page(["x": [cell, cell]]).html
        #expect(html.contains("data-label=\"Min\">\(text)</td>"))
    }

    @Test(arguments: [(0, "0%"), (1, "<0.1%"), (625, "6.2%"), (9_999, ">99.9%"), (10_000, "100%")])
    func aLittleIsNotNothing(_ missing: Int, _ text: String) {
        let cells =
            [String?](repeating: nil, count: missing)
            + Array(repeating: "a", count: 10_000 - missing)
        let escaped = text.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        #expect(Self.page(["x": cells]).html.contains("<dd>\(escaped)</dd>"))
    }

    @Test func theMedianOfAnEvenCountIsBetweenTheMiddleOnes() {
        let html = Self.page(["x": ["1", "2", "2", "7", "9", "11"]]).html
        #expect(html.contains("data-label=\"Median\">4.5</td>"))
    }

    @Test func quantilesStandInForNumbersThatWereNotKept() {
        var column = SmallProfile.column("x", ["0", "4", "8"])
        column.numbers.counts = nil
        var page = ProfilePage(title: "t", profile: TableProfile(columns: [column]))
        #expect(page.html.contains("too many values to draw"))
        page.quantile = { _, rank in rank * 8 }
        #expect(page.html.contains("data-label=\"Median\">≈4</td>"))
        #expect(page.html.contains("class=\"histogram\""))
    }

    @Test func fewIntegersHaveABarEach() {
        let html = Self.page(["x": ["1", "3", "3", "3"]]).html
        #expect(html.contains("<title>1: 1 row, 25.0%</title>"))
        #expect(html.contains("<title>3: 3 rows, 75.0%</title>"))
        #expect(html.contains(">1</span><span>2</span><span>3</span>"))
    }

    @Test func valuesThatAreGoneAreShownBesideTheReference() {
        var page = Self.page(["x": ["a", "a", "b"]])
        let before = SmallProfile.table(["x": ["a", "c", "c", "c"]])
        page.reference = .init(
            name: "before", profile: before,
            drifts: [.init(column: "x", method: "psi", value: 1.25, threshold: 0.1, drifted: true)])
        let html = page.html
        #expect(html.contains("<title>a: 66.7%, reference 25.0%</title>"))
        #expect(html.contains("<title>b: 33.3%, reference 0%</title>"))
        #expect(html.contains("<title>c: 0%, reference 75.0%</title>"))
        #expect(
            html.contains("✗ drifted</strong><span>psi 1.25</span><small>threshold 0.1</small>"))
    }

    @Test func aColumnShowsTheChecksThatFailedOnIt() {
        var page = Self.page(["a": ["1"], "a/b": ["1"]])
        page.checks = [
            Check(id: "type-error/a/b", status: .failed), Check(id: "unique/a", status: .warning),
            Check(id: "rows", status: .passed),
        ]
        let rows = page.html.split(separator: "\n").filter { $0.contains("data-label=\"Checks\"") }
        #expect(rows.count == 2)
        #expect(rows.first?.contains("unique") == true)
        #expect(rows.first?.contains("type-error") == false)
        #expect(rows.last?.contains("type-error") == true)
        #expect(page.html.contains("✗ Failed</strong> 3 checks: 1 failed, 1 warned, 1 passed"))
    }

    @Test func numbersThatAreNotFiniteAreCountedBesideTheChart() {
        let html = Self.page(["x": ["1", "nan", "inf", "-inf", "-inf"]]).html
        #expect(html.contains("and 1 NaN, 1 +∞, 2 −∞"))
    }

    @Test func anEmptyTableMakesAPage() {
        let html = ProfilePage(title: "none", profile: TableProfile(columns: [])).html
        #expect(html.contains("<dt>Rows</dt><dd>0</dd>"))
        #expect(Self.page(["x": [nil, nil]]).html.contains("no values"))
    }
}
