import Profile
import RunDocument
import Testing
import Validation

/// `--compat tfdv` against TensorFlow Data Validation itself; see `Fixtures/tfdv_make.py`.
@Suite struct DriftDataValidationTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let pair: JSONValue
        let scores: [String: JSONValue]

        var testDescription: String { name }

        func side(_ key: String) -> ColumnProfile { DriftSide(json: pair[key] ?? .null).profile }
    }

    /// How many distinct values the sketch of TFDV keeps without any error.
    static let sketchSize = 5701

    static let cases: [Case] = {
        let list = { (name: String) in
            (try? driftFixture(name))?["cases"]?.arrayValue ?? []
        }
        let pairs = Dictionary(
            list("drift.json").map { ($0["name"]?.stringValue ?? "", $0) },
            uniquingKeysWith: { first, _ in first })
        return list("tfdv.json").map { json in
            let name = json["name"]?.stringValue ?? ""
            return Case(
                name: name,
                pair: json["reference"] == nil ? pairs[name] ?? .null : json,
                scores: json["scores"]?.objectValue ?? [:])
        }
    }()

    @Test func thereAreEnough() {
        #expect(Self.cases.filter { !$0.scores.isEmpty }.count >= 400)
    }

    @Test(arguments: cases)
    func scoresAgree(_ testCase: Case) throws {
        let (reference, current) = (testCase.side("reference"), testCase.side("current"))
        let distinct = [reference, current].map { $0.numbers.counts?.values.count ?? 0 }
        let isExact = distinct.allSatisfy { $0 <= Self.sketchSize }
        let methods: [DriftMethod] =
            reference.texts.count > 0
            ? [.lInfinity, .jensenShannonDivergence] : [.jensenShannonDivergence]
        for method in methods {
            var options = DriftOptions()
            options.rules["x"] = DriftOptions.Rule(method: method)
            let report = try DriftComparison(policy: .tfdv, options: options).run(
                reference: TableProfile(columns: [reference]),
                current: TableProfile(columns: [current]))
            let score = try #require(report.columns.first).score
            let theirs = testCase.scores[method.rawValue]?.doubleValue
            #expect((score == nil) == (theirs == nil))
            guard let score, let theirs else { continue }
            // Beyond, its quantiles may be off by 1 % of the values; the scores are by 2.1e-4.
            let bound = isExact ? max(1e-9 * theirs, 1e-14) : 3e-4
            #expect(
                (score.value - theirs).magnitude <= bound, "\(method): \(score.value) \(theirs)")
        }
    }
}
