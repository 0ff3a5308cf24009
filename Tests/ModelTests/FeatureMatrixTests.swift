import Dataset
import Model
import Testing

@Suite struct FeatureMatrixTests {
    private let features = [
        Feature(name: "x", kind: .numeric(isInteger: false), isRequired: true),
        Feature(name: "kind", kind: .categorical(["a", "b"]), isRequired: false),
    ]

    private func matrix(_ columns: [Column], rows: Int) throws(ModelError) -> [Float] {
        try FeatureMatrix(Table(columns: columns, rowCount: rows), features: features).values
    }

    @Test func cellsAreEncodedRowByRow() throws {
        let values = try matrix(
            [
                // Another order of columns and of labels than the model's.
                Column(name: "kind", values: .text(codes: [1, -1, 0], labels: ["b", "a"])),
                Column(name: "x", values: .numeric([1.5, .nan, 3])),
            ], rows: 3)
        #expect(values.map(\.bitPattern) == [1.5, 0, .nan, .nan, 3, 1].map(\Float.bitPattern))
    }

    @Test func anUnknownCategoryIsMissing() throws {
        let values = try matrix(
            [
                Column(name: "kind", values: .text(codes: [0], labels: ["c"])),
                Column(name: "x", values: .numeric([1])),
            ], rows: 1)
        #expect(values[1].isNaN)
    }

    @Test func anAbsentOptionalColumnIsMissing() throws {
        #expect(try matrix([Column(name: "x", values: .numeric([1]))], rows: 1)[1].isNaN)
    }

    @Test func anAbsentRequiredColumnIsAnError() {
        #expect(throws: ModelError.missingFeature(name: "x")) { try matrix([], rows: 0) }
    }

    @Test func aColumnOfAnotherTypeIsAnError() {
        let text = Column(name: "x", values: .text(codes: [0], labels: ["1"]))
        #expect(throws: ModelError.wrongFeatureType(name: "x", expected: "a number")) {
            try matrix([text], rows: 1)
        }
    }
}
