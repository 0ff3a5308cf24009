import Dataset

/// The columns of a table that a model's features name, ready to be encoded in blocks of rows.
struct FeatureColumns: Sendable {
    /// What stands behind a feature.
    enum Source: Sendable {
        case numbers([Double])
        /// The number of each text's category; NaN for one that the model has not seen.
        case categories(codes: [Int32], numbers: [Float])
        case texts(codes: [Int32], labels: [String])
        case absent
    }

    let rowCount: Int
    let features: [Feature]
    let sources: [Source]

    /// - Throws: `ModelError.missingFeature`, `ModelError.wrongFeatureType`.
    init(_ table: Table, features: [Feature]) throws(ModelError) {
        rowCount = table.rowCount
        self.features = features
        var sources: [Source] = []
        for feature in features { sources.append(try Self.source(of: feature, in: table)) }
        self.sources = sources
    }

    private static func source(of feature: Feature, in table: Table) throws(ModelError) -> Source {
        guard let column = table[feature.name] else {
            if feature.isRequired { throw .missingFeature(name: feature.name) }
            return .absent
        }
        switch (feature.kind, column.values) {
        case (.numeric, .numeric(let numbers)), (.boolean, .numeric(let numbers)):
            return .numbers(numbers)
        case (.categorical([]), .text(let codes, let labels)):
            return .texts(codes: codes, labels: labels)
        case (.categorical(let categories), .text(let codes, let labels)):
            let codeOfCategory = Dictionary(
                zip(categories, 0...), uniquingKeysWith: { first, _ in first })
            let recoded = labels.map { codeOfCategory[$0].map(Float.init) ?? .nan }
            return .categories(codes: codes, numbers: recoded)
        case (.categorical, .numeric):
            throw .wrongFeatureType(name: feature.name, expected: "text")
        case (.numeric, .text), (.boolean, .text):
            throw .wrongFeatureType(name: feature.name, expected: "a number")
        }
    }

    /// Encodes a block of rows as 32-bit numbers, row by row, NaN where missing.
    ///
    /// - Throws: `ModelError.outOfRange`.
    func encode(_ rows: Range<Int>, into values: UnsafeMutableBufferPointer<Float>)
        throws(ModelError)
    {
        for (position, source) in sources.enumerated() {
            switch source {
            case .numbers(let numbers):
                try encode(numbers, rows, into: values, position)
            case .categories(let codes, let recoded):
                var place = position
                for row in rows {
                    let code = codes[row]
                    values[place] = code >= 0 ? recoded[Int(code)] : .nan
                    place += sources.count
                }
            case .texts:
                throw .wrongFeatureType(name: features[position].name, expected: "a number")
            case .absent:
                for place in stride(
                    from: position, to: rows.count * sources.count, by: sources.count)
                {
                    values[place] = .nan
                }
            }
        }
    }

    private func encode(
        _ numbers: [Double],
        _ rows: Range<Int>,
        into values: UnsafeMutableBufferPointer<Float>,
        _ position: Int
    ) throws(ModelError) {
        let width = sources.count
        var hasInfinity = false
        numbers.withUnsafeBufferPointer { numbers in
            var place = position
            for row in rows {
                let value = Float(numbers[row])
                values[place] = value
                hasInfinity = hasInfinity || value.isInfinite
                place += width
            }
        }
        // The model's numbers are 32 bits wide, and XGBoost refuses an infinity.
        guard hasInfinity, let number = numbers[rows].first(where: { Float($0).isInfinite }) else {
            return
        }
        throw .outOfRange(name: features[position].name, value: number)
    }
}
