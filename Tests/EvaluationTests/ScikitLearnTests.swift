import Evaluation
import RunDocument
import TestSupport
import Testing

/// The metrics against scikit-learn's, 1e-9; see `Fixtures/make_metrics.py`.
@Suite struct ScikitLearnTests {
    private func compare(
        _ name: String, task: Int, extra: Set<String> = [],
        _ rows: (inout MetricCase) -> ScoredRows
    ) throws {
        let fixture = try MetricFixture(name)
        #expect(fixture.cases.count >= 1000)
        for (index, expected) in fixture.cases.enumerated() {
            var testCase = MetricCase(task: task, index)
            let computed = Metrics.values(of: rows(&testCase))
            let present = zip(fixture.names, expected).filter { $0.1 != "absent" }
            #expect(
                Set(computed.keys).subtracting(extra) == Set(present.map(\.0)), "\(name) \(index)")
            for (metric, value) in present {
                let ours = computed[metric] ?? nil
                guard let theirs = value.doubleValue else {
                    #expect(ours == nil, "\(name) \(index): \(metric) is not defined")
                    continue
                }
                let difference = ((ours ?? .infinity) - theirs).magnitude
                #expect(
                    difference <= 1e-9 * max(1, theirs.magnitude),
                    "\(name) \(index): \(metric) is \(theirs), not \(ours ?? .nan)")
            }
        }
    }

    @Test func binary() throws {
        try compare("binary", task: 1, extra: ["ece"]) { $0.binary() }
    }

    @Test func multiclass() throws {
        try compare("multiclass", task: 2, extra: ["ece"]) { $0.multiclass() }
    }

    @Test func multilabel() throws {
        try compare("multilabel", task: 3) { $0.multilabel() }
    }

    @Test func regression() throws {
        try compare("regression", task: 4) { $0.regression() }
    }

    @Test func ranking() throws {
        try compare("ranking", task: 5) { $0.ranking() }
    }

    @Test func calibrationCurves() throws {
        let fixture = try MetricFixture("binary")
        var count = 0
        for (index, expected) in fixture.calibration.enumerated() {
            guard let expected = expected.arrayValue, !expected.isEmpty else { continue }
            count += 1
            var testCase = MetricCase(task: 1, index)
            let rows = testCase.binary()
            guard case .classes(let truth) = rows.truth else { continue }
            let table = CalibrationTable(
                scores: rows.scores, width: 1, column: 0, weights: nil,
                isPositive: truth.map { $0 == 1 })
            #expect(table.bins.count == expected.count, "\(index)")
            for (bin, theirs) in zip(table.bins, expected) {
                let theirs = theirs.arrayValue?.compactMap(\.doubleValue) ?? []
                #expect(theirs.count == 2)
                #expect((bin.meanScore - theirs[0]).magnitude <= 1e-9)
                #expect((bin.positiveShare - theirs[1]).magnitude <= 1e-9)
            }
        }
        #expect(count > 100)
    }
}
