import Dataset
import Model
import RunDocument

/// Some rows of a file of predictions.
struct PredictionBatch: Sendable {
    /// The rows that have a truth.
    let columns: Table
    let rowCount: Int
    /// The truth of classes.
    private(set) var truth: Labels?
    private(set) var predicted: Labels?
    private(set) var group: Labels?
    /// The truth of numbers; of label sets row by row.
    private(set) var numbers: [Double] = []
    /// The predictions of label sets, row by row.
    private(set) var predictedSets: [Double] = []
    /// Row by row.
    private(set) var scores: [Double] = []
    private(set) var weights: [Double]?
    /// What was found of the scores.
    private(set) var checks: [Check] = []

    struct Labels: Sendable {
        let codes: [Int32]
        let labels: [String]

        /// Those of classes, where `1.0` is `1`.
        var ofClasses: Labels {
            Labels(codes: codes, labels: labels.map(WholeNumberLabel.text))
        }
    }

    /// - Parameter output: what must hold of the scores; nil for nothing.
    init(
        _ table: Table, _ layout: PredictionLayout, _ place: TableBatches.Place,
        _ output: OutputSchema?
    ) throws {
        for name in layout.columns where table[name] == nil {
            throw EvaluationError.noSuchColumn(
                column: name, file: place.source, header: table.columns.map(\.name))
        }
        let rows = Self.rowsWithTruth(table, layout)
        weights = try layout.weight.map {
            try RowWeights.read($0, of: table, rows ?? Array(0..<table.rowCount), place)
        }
        let table = rows.map(table.selecting(rows:)) ?? table
        func number(_ row: Int) -> Int { place.firstRow + (rows?[row] ?? row) + 1 }
        rowCount = table.rowCount
        let areClasses = layout.task == .binary || layout.task == .multiclass
        if areClasses {
            truth = Self.labels(table, layout.truth.first)?.ofClasses
            predicted = try Self.complete(table, layout.prediction.first, number)?.ofClasses
        } else {
            let areFlags = layout.task == .multilabel
            numbers = Self.interleaved(table, layout.truth)
            try Self.check(numbers, layout.truth, number, isFlag: areFlags)
            if areFlags {
                predictedSets = Self.interleaved(table, layout.prediction)
                try Self.check(predictedSets, layout.prediction, number, isFlag: true)
            }
        }
        scores = Self.interleaved(table, layout.scores)
        let areProbabilities = areClasses || layout.task == .multilabel
        try Self.check(scores, layout.scores, number, isProbability: areProbabilities)
        checks =
            output?.scoreChecks(
                Predictions(rowCount: rowCount, labels: layout.labels, scores: scores)) ?? []
        group = try Self.complete(table, layout.group, number)
        columns = table.selecting(
            columns: Set(table.columns.map(\.name)).subtracting(layout.columns))
    }

    /// Nil for all rows.
    private static func rowsWithTruth(_ table: Table, _ layout: PredictionLayout) -> [Int]? {
        guard layout.truth.count == 1, let values = table[layout.truth[0]]?.values else {
            return nil
        }
        switch values {
        case .text(let codes, _):
            return codes.contains { $0 < 0 } ? codes.indices.filter { codes[$0] >= 0 } : nil
        case .numeric(let numbers):
            return numbers.contains(where: \.isNaN)
                ? numbers.indices.filter { !numbers[$0].isNaN } : nil
        }
    }

    private static func labels(_ table: Table, _ name: String?) -> Labels? {
        guard let name, case .text(let codes, let labels)? = table[name]?.values else {
            return nil
        }
        // Rows that were left out may have had labels that no other row has.
        var places = [Int32](repeating: -1, count: labels.count)
        var used: [String] = []
        let renumbered = codes.map { code -> Int32 in
            guard code >= 0 else { return -1 }
            if places[Int(code)] < 0 {
                places[Int(code)] = Int32(used.count)
                used.append(labels[Int(code)])
            }
            return places[Int(code)]
        }
        return Labels(codes: renumbered, labels: used)
    }

    /// The labels of a column that must have one in each row.
    private static func complete(
        _ table: Table, _ name: String?, _ number: (Int) -> Int
    ) throws(EvaluationError) -> Labels? {
        guard let name, let labels = labels(table, name) else { return nil }
        if let row = labels.codes.firstIndex(where: { $0 < 0 }) {
            throw .noPrediction(column: name, row: number(row))
        }
        return labels
    }

    /// Columns of numbers, row by row.
    private static func interleaved(_ table: Table, _ names: [String]) -> [Double] {
        let columns = names.compactMap { name -> [Double]? in
            guard case .numeric(let numbers)? = table[name]?.values else { return nil }
            return numbers
        }
        guard columns.count == names.count, let first = columns.first else { return [] }
        guard columns.count > 1 else { return first }
        return [Double](unsafeUninitializedCapacity: table.rowCount * columns.count) {
            values, count in
            for (place, column) in columns.enumerated() {
                for row in 0..<table.rowCount { values[row * columns.count + place] = column[row] }
            }
            count = table.rowCount * columns.count
        }
    }

    private static func check(
        _ values: [Double], _ names: [String], _ number: (Int) -> Int,
        isProbability: Bool = false, isFlag: Bool = false
    ) throws(EvaluationError) {
        for (place, value) in values.enumerated() {
            let isValid =
                isFlag
                ? value == 0 || value == 1
                : isProbability ? value >= 0 && value <= 1 : value.isFinite
            guard isValid else {
                throw .invalidCell(
                    column: names[place % names.count], row: number(place / names.count),
                    value: value,
                    expected: isFlag
                        ? "0 or 1" : isProbability ? "a probability" : "a finite number")
            }
        }
    }
}
