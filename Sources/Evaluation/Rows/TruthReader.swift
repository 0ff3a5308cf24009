import Dataset
import Model

/// Takes from test data what a model should have said.
struct TruthReader: Sendable {
    private let task: EvaluationTask
    private let target: String
    private let labels: [String]
    private let places: [String: Int32]
    private let weight: String?

    /// - Parameters:
    ///   - weight: the column that says how much a row counts.
    ///   - positive: of two labels the one that comes last; nil for the model's own order.
    /// - Throws: `EvaluationError` if the model does not know it, or has too many labels.
    init(
        _ metadata: ModelMetadata, weight: String?, positive: String? = nil
    ) throws(EvaluationError) {
        task = EvaluationTask(metadata.task)
        target = metadata.target
        var labels = metadata.labels
        try LabelLimit.check(labels.count, column: target)
        if let positive, !labels.isEmpty {
            guard labels.contains(positive) else {
                throw .noPositiveLabel(label: positive, known: labels)
            }
            if labels.count == 2 { labels = labels.filter { $0 != positive } + [positive] }
        }
        self.labels = labels
        let own = Dictionary(zip(labels, Int32(0)...), uniquingKeysWith: { first, _ in first })
        let whole = zip(labels.map(WholeNumberLabel.text), Int32(0)...)
        places = own.merging(whole) { first, _ in first }
        self.weight = weight
    }

    /// No rows.
    var empty: ScoredRows {
        ScoredRows(
            task: task, labels: labels,
            truth: task == .regression ? .numbers([]) : .classes([]),
            scores: [], scoreWidth: task == .multiclass ? labels.count : 1,
            weights: weight.map { _ in [] })
    }

    /// The rows that have a target, and what it is.
    func truth(of table: Table, _ place: TableBatches.Place) throws -> ([Int], ScoredRows) {
        guard let column = table[target] else {
            throw EvaluationError.noTarget(column: target)
        }
        var rows: [Int]
        let truth: ScoredRows.Truth
        switch (task, column.values) {
        case (.regression, .numeric(let numbers)):
            rows = numbers.indices.filter { !numbers[$0].isNaN }
            if let row = rows.first(where: { numbers[$0].isInfinite }) {
                throw EvaluationError.invalidCell(
                    column: target, row: place.firstRow + row + 1, value: numbers[row],
                    expected: "a finite number")
            }
            truth = .numbers(rows.map { numbers[$0] })
        case (.regression, .text):
            throw EvaluationError.notANumber(column: target, row: place.firstRow + 1)
        case (_, .text(let codes, let texts)):
            let classes = try texts.map(position)
            rows = codes.indices.filter { codes[$0] >= 0 }
            truth = .classes(rows.map { classes[Int(codes[$0])] })
        case (_, .numeric(let numbers)):
            rows = numbers.indices.filter { !numbers[$0].isNaN }
            var known: [Double: Int32] = [:]
            truth = .classes(
                try rows.map { row in
                    if let position = known[numbers[row]] { return position }
                    let position = try position(of: ClassLabel.text(numbers[row]))
                    known[numbers[row]] = position
                    return position
                })
        }
        var result = empty
        result.truth = truth
        result.weights = try weight.map { try RowWeights.read($0, of: table, rows, place) }
        return (rows, result)
    }

    private func position(of label: String) throws -> Int32 {
        guard let place = places[label] ?? places[WholeNumberLabel.text(label)] else {
            throw EvaluationError.unknownLabel(label: label, known: labels)
        }
        return place
    }
}

extension EvaluationTask {
    init(_ task: DatasetKey.Task) {
        self =
            switch task {
            case .binary: .binary
            case .multiclass: .multiclass
            case .regression: .regression
            }
    }
}

/// How much rows count.
enum RowWeights {
    /// - Throws: `EvaluationError` for one that is missing, negative or not finite.
    static func read(
        _ name: String, of table: Table, _ rows: [Int], _ place: TableBatches.Place
    ) throws(EvaluationError) -> [Double] {
        guard case .numeric(let numbers)? = table[name]?.values else {
            throw .noWeights(column: name)
        }
        var weights: [Double] = []
        weights.reserveCapacity(rows.count)
        for row in rows {
            guard numbers[row] >= 0, numbers[row].isFinite else {
                throw .invalidWeight(column: name, row: place.firstRow + row + 1)
            }
            weights.append(numbers[row])
        }
        return weights
    }
}
