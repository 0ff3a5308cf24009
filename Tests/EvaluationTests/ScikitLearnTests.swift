import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The metrics against scikit-learn's; see `Fixtures/make_metrics.py`.
@Suite struct ScikitLearnTests {
    struct Case: CustomTestStringConvertible {
        let json: JSONValue

        var testDescription: String {
            "\(json["kind"]?.stringValue ?? "") \(json["name"]?.stringValue ?? "")"
        }

        var computed: [String: Double?] {
            let truth = json["truth"]?.arrayValue ?? []
            switch json["kind"]?.stringValue {
            case "classification":
                return ClassificationMetrics(
                    truth: truth.compactMap(\.integerValue),
                    scores: json["scores"]?.arrayValue?.compactMap(\.doubleValue) ?? [],
                    labels: (0..<(json["classes"]?.integerValue ?? 0)).map { "\($0)" }
                ).values
            default:
                return RegressionMetrics(
                    truth: truth.compactMap(\.doubleValue),
                    predictions: json["predictions"]?.arrayValue?.compactMap(\.doubleValue) ?? []
                ).values
            }
        }
    }

    static func cases() throws -> [Case] {
        let path = Tool.root.appending("Tests/EvaluationTests/Fixtures/metrics.json")
        let fixture = try JSONValue(parsing: try Files.read(path))
        return (fixture["cases"]?.arrayValue ?? []).map(Case.init)
    }

    @Test(arguments: try cases())
    func metricsAgree(_ testCase: Case) throws {
        let expected = try #require(testCase.json["metrics"]?.objectValue)
        let computed = testCase.computed
        #expect(Set(computed.keys) == Set(expected.keys))
        for (name, value) in expected {
            let ours = computed[name] ?? nil
            guard let theirs = value.doubleValue else {
                #expect(ours == nil, "\(name) is not defined")
                continue
            }
            let difference = (try #require(ours, "\(name)") - theirs).magnitude
            #expect(difference <= 1e-9 * max(1, theirs.magnitude), "\(name): \(theirs)")
        }
    }

    @Test(arguments: try cases())
    func confusionMatrixAgrees(_ testCase: Case) throws {
        guard let expected = testCase.json["confusion"]?.arrayValue else { return }
        let truth = testCase.json["truth"]?.arrayValue?.compactMap(\.integerValue) ?? []
        let metrics = ClassificationMetrics(
            truth: truth,
            scores: testCase.json["scores"]?.arrayValue?.compactMap(\.doubleValue) ?? [],
            labels: expected.indices.map { "\($0)" }
        )
        #expect(
            metrics.confusion
                == expected.map { $0.arrayValue?.compactMap(\.integerValue) ?? [] }
        )
    }

    @Test func thereAreEnoughCases() throws {
        #expect(try Self.cases().count >= 40)
    }
}
