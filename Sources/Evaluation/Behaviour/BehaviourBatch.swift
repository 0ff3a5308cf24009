import Dataset
import Model

/// Rows of several cases, to be scored at once.
struct BehaviourBatch {
    fileprivate enum Values {
        case numbers([Double])
        case texts(codes: [Int32], labels: [String], places: [String: Int32])
    }

    private let features: [Feature]
    private var columns: [Values]
    private(set) var rowCount = 0

    init(_ features: [Feature]) {
        self.features = features
        columns = features.map { feature in
            if case .categorical = feature.kind {
                .texts(codes: [], labels: [], places: [:])
            } else {
                .numbers([])
            }
        }
    }

    /// Adds a row and returns its number.
    mutating func append(_ row: [FeatureValue]) -> Int {
        for (position, value) in row.enumerated() { columns[position].append(value) }
        rowCount += 1
        return rowCount - 1
    }

    var table: Table {
        let columns = zip(features, columns).map { feature, values in
            switch values {
            case .numbers(let numbers): Column(name: feature.name, values: .numeric(numbers))
            case .texts(let codes, let labels, _):
                Column(name: feature.name, values: .text(codes: codes, labels: labels))
            }
        }
        return Table(columns: columns, rowCount: rowCount)
    }
}

extension BehaviourBatch.Values {
    fileprivate mutating func append(_ value: FeatureValue) {
        switch self {
        case .numbers(var numbers):
            self = .numbers([])  // so that `numbers` is not copied
            if case .number(let number) = value {
                numbers.append(number)
            } else {
                numbers.append(.nan)
            }
            self = .numbers(numbers)
        case .texts(var codes, var labels, var places):
            self = .numbers([])
            if case .text(let text) = value {
                if places[text] == nil {
                    places[text] = Int32(labels.count)
                    labels.append(text)
                }
                codes.append(places[text] ?? -1)
            } else {
                codes.append(-1)
            }
            self = .texts(codes: codes, labels: labels, places: places)
        }
    }
}
