import RunDocument
import Testing
import Validation

/// The probabilities behind the tests against scipy's; see `Fixtures/drift_functions_make.py`.
@Suite struct DriftFunctionTests {
    private func rows(_ name: String) throws -> [[Double]] {
        let rows = try driftFixture("drift_functions.json")[name]?.arrayValue ?? []
        #expect(rows.count > 100)
        return rows.map { $0.arrayValue?.compactMap(\.doubleValue) ?? [] }
    }

    /// Within 1e-9 of the value, and 1e-15 where scipy takes it from 1.
    private func expect(_ ours: Double, _ theirs: Double, _ row: [Double], floor: Double) {
        let bound = max(1e-9 * theirs, floor)
        #expect((ours - theirs).magnitude <= bound, "\(row): \(ours)")
    }

    @Test func chiSquareSurvivalAgrees() throws {
        for row in try rows("chisquare") {
            expect(upperGammaShare(row[0] / 2, row[1] / 2), row[2], row, floor: 1e-300)
        }
    }

    @Test func kolmogorovSurvivalAgrees() throws {
        for row in try rows("kolmogorov") {
            expect(kolmogorovSurvival(Int(row[0]), row[1]), row[2], row, floor: 1e-300)
        }
    }

    @Test func twoSamplePValueAgrees() throws {
        for row in try rows("smirnov") {
            let ours = kolmogorovSmirnovPValue(row[2], Int(row[0]), Int(row[1]))
            expect(ours, row[3], row, floor: 1e-300)
        }
    }
}
