package import Dataset

/// The features of a table as XGBoost takes them: 32-bit numbers row by row, NaN where missing.
package struct FeatureMatrix: Sendable {
    package let rowCount: Int
    package let columnCount: Int
    package private(set) var values: [Float]

    /// Encodes the columns that `features` name.
    ///
    /// A category that the model has not seen counts as missing.
    package init(_ table: Table, features: [Feature]) throws(ModelError) {
        rowCount = table.rowCount
        columnCount = features.count
        values = [Float](repeating: .nan, count: table.rowCount * features.count)
        for (position, feature) in features.enumerated() {
            guard let column = table[feature.name] else {
                if feature.isRequired { throw .missingFeature(name: feature.name) }
                continue
            }
            try fill(position, with: column, as: feature)
        }
    }

    private mutating func fill(
        _ position: Int,
        with column: Column,
        as feature: Feature
    ) throws(ModelError) {
        let width = columnCount
        switch (feature.kind, column.values) {
        case (.numeric, .numeric(let numbers)), (.boolean, .numeric(let numbers)):
            for (row, number) in numbers.enumerated() {
                let value = Float(number)
                // The model's numbers are 32 bits wide, and XGBoost refuses an infinity.
                guard !value.isInfinite else {
                    throw .outOfRange(name: feature.name, value: number)
                }
                values[row * width + position] = value
            }
        case (.categorical(let categories), .text(let codes, let labels)):
            let codeOfCategory = Dictionary(
                zip(categories, 0...),
                uniquingKeysWith: { first, _ in first }
            )
            let recoded = labels.map { codeOfCategory[$0].map(Float.init) ?? .nan }
            for (row, code) in codes.enumerated() where code >= 0 {
                values[row * width + position] = recoded[Int(code)]
            }
        case (.categorical, .numeric):
            throw .wrongFeatureType(name: feature.name, expected: "text")
        case (.numeric, .text), (.boolean, .text):
            throw .wrongFeatureType(name: feature.name, expected: "a number")
        }
    }
}
