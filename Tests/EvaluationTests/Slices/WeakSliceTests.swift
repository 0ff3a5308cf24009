import Dataset
import Evaluation
import RunDocument
import TestSupport
import Testing

@Suite struct WeakSliceTests {
    private static func column(_ name: String, _ codes: [Int], _ labels: [String]) -> Column {
        Column(name: name, values: .text(codes: codes.map(Int32.init), labels: labels))
    }

    private static let options: WeakSliceSearch.Options = {
        var options = WeakSliceSearch.Options()
        options.minimumSize = 20
        return options
    }()

    /// Two texts and a number, none of which says anything of the loss by itself.
    private static func table(_ count: Int, seed: UInt64) -> (Table, SplitMix) {
        var random = SplitMix(seed: seed)
        let islands = (0..<count).map { _ in Int.random(in: 0..<3, using: &random) }
        let sexes = (0..<count).map { _ in Int.random(in: -1..<2, using: &random) }
        let masses = (0..<count).map { _ in (random.unit() * 4000).rounded() }
        let table = Table(
            columns: [
                column("island", islands, ["Biscoe", "Dream", "Torgersen"]),
                column("sex", sexes, ["male", "female"]),
                Column(name: "mass", values: .numeric(masses)),
            ],
            rowCount: count
        )
        return (table, random)
    }

    private static func codes(_ table: Table, _ name: String) -> [Int32] {
        guard case .text(let codes, _)? = table[name]?.values else { return [] }
        return codes
    }

    private static func search(
        _ table: Table, _ losses: [Double], _ options: WeakSliceSearch.Options = options
    ) -> WeakSliceSearch.Result {
        WeakSliceSearch(options).search(
            table, columns: table.columns.map(\.name), loss: .logLoss, losses: losses)
    }

    /// Against SciPy's Welch test and Slice Finder's effect size.
    @Test func testsAgreeWithSciPy() throws {
        let cases = try SlicePeers.cases("welch")
        try #require(cases.count == 40)
        for testCase in cases {
            let (a, b) = (testCase["a"]?.doubles ?? [], testCase["b"]?.doubles ?? [])
            let sides = Self.column(
                "side", a.map { _ in 0 } + b.map { _ in 1 }, ["a", "b"])
            var options = WeakSliceSearch.Options()
            options.minimumSize = 2
            options.minimumEffect = -1e9
            options.significance = 1
            let result = Self.search(
                Table(columns: [sides], rowCount: a.count + b.count), a + b, options)
            #expect(result.testedCount == 2)
            let found = try #require(result.slices.first { $0.name == "side = a" })
            let other = try #require(result.slices.first { $0.name == "side = b" })
            let effect = try #require(testCase["effect"]?.doubleValue)
            #expect((found.effectSize - effect).magnitude <= 1e-9 * max(1, effect.magnitude))
            // Of two p-values that sum to 1, the smaller is doubled and the larger is kept.
            let p = try #require(testCase["p"]?.doubleValue)
            let expected = min(1, p <= 0.5 ? min(2 * p, 1 - p) : p)
            let ours = p <= 0.5 ? found.pValue : max(found.pValue, other.pValue)
            #expect((ours - expected).magnitude <= 1e-9)
        }
    }

    @Test func aPlantedPairIsFoundAndItsParentsAreNot() {
        var (table, random) = Self.table(3000, seed: 1)
        let (islands, sexes) = (Self.codes(table, "island"), Self.codes(table, "sex"))
        let losses = islands.indices.map { row in
            random.unit() + (islands[row] == 1 && sexes[row] == 0 ? 1.5 : 0)
        }
        let result = Self.search(table, losses)
        #expect(result.slices.map(\.name) == ["island = Dream and sex = male"])
        let found = result.slices.first
        #expect(found?.rowCount == islands.indices.count { islands[$0] == 1 && sexes[$0] == 0 })
        #expect((found?.effectSize ?? 0) > 4 && (found?.pValue ?? 1) < 1e-50)
        #expect((found?.value ?? 0) > 1.9 && (found?.others ?? 9) < 0.6)
        // 3 + 3 + 8 literals and the pairs of two features each.
        #expect(result.testedCount == 14 + 3 * 3 + 3 * 8 + 3 * 8)
    }

    @Test func aPlantedValueIsFoundWithoutItsParts() {
        var (table, random) = Self.table(3000, seed: 2)
        let sexes = Self.codes(table, "sex")
        let losses = sexes.map { random.unit() + ($0 < 0 ? 1 : 0) }
        #expect(Self.search(table, losses).slices.map(\.name) == ["sex is missing"])
    }

    /// 50 tables without any weak slice: corrected for all tests, hardly one is found.
    @Test func noiseGivesNothing() {
        var options = Self.options
        options.minimumEffect = 0
        let found = (0..<50).count { seed in
            var (table, random) = Self.table(400, seed: UInt64(seed) + 100)
            let losses = (0..<400).map { _ in random.unit() }
            return !Self.search(table, losses, options).slices.isEmpty
        }
        #expect(found <= 6)
    }

    @Test func losslessRowsAndTinyTables() {
        let (table, _) = Self.table(100, seed: 5)
        #expect(Self.search(table, [Double](repeating: 0.5, count: 100)).slices.isEmpty)
        #expect(Self.search(Table(columns: [], rowCount: 0), []).testedCount == 0)
    }

    @Test func lossesOfRows() {
        let binary = ScoredRows(
            task: .binary, labels: ["n", "y"], truth: .classes([0, 1]), scores: [0.25, 0.25],
            scoreWidth: 1, predicted: [0, 0])
        let found = RowLoss.logLoss.values(of: binary) ?? []
        #expect(
            zip(found, [0.2876820724517809, 1.3862943611198906]).allSatisfy {
                ($0 - $1).magnitude < 1e-15
            })
        #expect(RowLoss.zeroOne.values(of: binary) == [0, 1])
        #expect(RowLoss.squaredError.values(of: binary) == nil)
        #expect(RowLoss.usual(for: binary) == .logLoss)
        let number = ScoredRows(
            task: .regression, labels: [], truth: .numbers([1, 5]), scores: [3, 4], scoreWidth: 1)
        #expect(RowLoss.squaredError.values(of: number) == [4, 1])
        #expect(RowLoss.absoluteError.values(of: number) == [2, 1])
    }
}
