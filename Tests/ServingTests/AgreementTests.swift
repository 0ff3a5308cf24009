import Model
import Serving
import Testing

/// When two versions give the same answer.
@Suite struct AgreementTests {
    private func value(_ score: Double) -> Predictions {
        Predictions(rowCount: 1, labels: [], scores: [score])
    }

    @Test(
        arguments: [
            (1, 1, 0, true), (1, 1.05, 0, false), (1, 1.05, 0.1, true), (1, 1.2, 0.1, false),
            (-1, 1, 0.1, false), (0, -0.0, 0, true), (.nan, .nan, 0, true), (.nan, 1, 1, false),
            (.infinity, .infinity, 0, true), (.infinity, -.infinity, 0.1, false),
            (.infinity, 1, 0.1, false), (1, -.infinity, 1, false),
        ] as [(Double, Double, Double, Bool)])
    func `numbers agree but for the tolerance`(
        one: Double, other: Double, tolerance: Double, agree: Bool
    ) {
        #expect(value(one).agrees(with: value(other), tolerance: tolerance) == agree)
        #expect(value(other).agrees(with: value(one), tolerance: tolerance) == agree)
    }

    @Test func `labels agree whatever their scores and their order`() {
        let one = Predictions(rowCount: 1, labels: ["a", "b"], scores: [0.9, 0.1])
        let same = Predictions(rowCount: 1, labels: ["b", "a"], scores: [0.4, 0.6])
        let other = Predictions(rowCount: 1, labels: ["a", "b"], scores: [0.4, 0.6])
        #expect(one.agrees(with: same, tolerance: 0))
        #expect(!one.agrees(with: other, tolerance: 1))
    }

    @Test func `another number of rows, or numbers for labels, is another answer`() {
        let rows = Predictions(rowCount: 2, labels: [], scores: [1, 1])
        #expect(!rows.agrees(with: value(1), tolerance: 1))
        let label = Predictions(rowCount: 1, labels: ["a"], scores: [1])
        #expect(!label.agrees(with: value(1), tolerance: 1))
    }
}
