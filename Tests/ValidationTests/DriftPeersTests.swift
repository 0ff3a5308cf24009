import Profile
import RunDocument
import Testing
import Validation

/// Every statistic against Evidently's own; see `Fixtures/drift_make.py`.
@Suite struct DriftPeersTests {
    struct Case: CustomTestStringConvertible {
        let json: JSONValue

        var testDescription: String { json["name"]?.stringValue ?? "" }

        func report(
            _ policy: DriftPolicy, _ method: DriftMethod? = nil
        ) throws -> ColumnDrift {
            var options = DriftOptions()
            options.rules["x"] = DriftOptions.Rule(method: method)
            let side = { DriftSide(json: json[$0] ?? .null).profile }
            let report = try DriftComparison(policy: policy, options: options).run(
                reference: TableProfile(columns: [side("reference")]),
                current: TableProfile(columns: [side("current")]))
            return try #require(report.columns.first)
        }
    }

    static let cases: [Case] = {
        let fixture = try? driftFixture("drift.json")
        return (fixture?["cases"]?.arrayValue ?? []).map(Case.init)
    }()

    @Test func thereAreEnough() {
        #expect(Self.cases.count >= 200)
    }

    @Test(arguments: cases)
    func choosesAsEvidentlyDoes(_ testCase: Case) throws {
        let drift = try testCase.report(.evidently)
        guard let expected = testCase.json["auto"]?.objectValue, expected["error"] == nil else {
            #expect(drift.score == nil)
            return
        }
        let score = try #require(drift.score)
        #expect(score.method.rawValue == expected["method"]?.stringValue)
        #expect(score.threshold == expected["threshold"]?.doubleValue)
        #expect(score.hasDrifted == expected["drifted"]?.booleanValue)
        try expectAgreement(score, expected["score"], "choice", in: testCase)
    }

    @Test(arguments: cases)
    func everyMethodAgrees(_ testCase: Case) throws {
        for (name, expected) in testCase.json["scores"]?.objectValue ?? [:] {
            let score = try testCase.report(.evidently, DriftMethod(named: name)).score
            try expectAgreement(score, expected["score"], name, in: testCase)
            guard let verdict = expected["drifted"]?.booleanValue, let score else { continue }
            #expect(score.hasDrifted == verdict, "\(name)")
        }
    }

    /// Within 1e-9 of the value.
    ///
    /// Hellinger's distance is the root of a difference of two numbers near 1 in Evidently, so its
    /// square is compared. There Evidently also multiplies densities by a mean bin width, which
    /// rounding makes differ from each bin's where values are close together and far from 0.
    /// 2(1 − Φ) has steps of 2.2e-16, which is all that is left of a small p-value of Z.
    private func expectAgreement(
        _ score: DriftScore?, _ expected: JSONValue?, _ name: String, in testCase: Case
    ) throws {
        guard let theirs = expected?.doubleValue else {
            #expect(score == nil, "\(name) is not defined")
            return
        }
        let found = try #require(score, "\(name)")
        let isHellinger = found.method == .hellinger
        let pair =
            isHellinger ? (found.value * found.value, theirs * theirs) : (found.value, theirs)
        let floor =
            switch found.method {
            case .hellinger: testCase.testDescription.hasPrefix("tiny spread") ? 1e-7 : 1e-12
            case .chisquare, .ks: 1e-300
            default: 1e-15
            }
        let bound = max(1e-9 * pair.1, floor)
        #expect((pair.0 - pair.1).magnitude <= bound, "\(name): \(theirs)")
    }
}
