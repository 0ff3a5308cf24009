package import Dataset
package import Model
package import RunDocument

/// A model held against rows whose target is known.
package struct ModelEvaluation: Sendable {
    package let metrics: [String: Double?]
    package let rowCount: Int
    /// Precision, recall and F1 of each class and the confusion matrix; empty for a regression.
    package let details: JSONObject

    private let table: Table
    private let truth: Truth
    private let predictions: Predictions

    /// What the rows say that a model should have said.
    private enum Truth: Sendable {
        case classes([Int])
        case numbers([Double])
    }

    /// Scores the rows of a table that have a target.
    ///
    /// - Parameter name: what the data is called in messages.
    /// - Throws: `EvaluationError`, `ModelError`.
    package init(of predictor: any Predictor, on table: Table, name: String) throws {
        let metadata = predictor.metadata
        let (rows, truth) = try Self.truth(of: metadata, in: table)
        guard !rows.isEmpty else { throw EvaluationError.noRows(data: name) }
        let scored = rows.count == table.rowCount ? table : table.selecting(rows: rows)
        let predictions = try predictor.predict(scored)
        try Self.check(predictions)
        self.init(table: scored, truth: truth, predictions: predictions)
    }

    private init(table: Table, truth: Truth, predictions: Predictions) {
        self.table = table
        self.truth = truth
        self.predictions = predictions
        rowCount = predictions.rowCount
        switch truth {
        case .numbers(let numbers):
            metrics = RegressionMetrics(truth: numbers, predictions: predictions.scores).values
            details = [:]
        case .classes(let classes):
            let result = ClassificationMetrics(
                truth: classes,
                scores: predictions.scores,
                labels: predictions.labels
            )
            metrics = result.values
            details = result.details
        }
    }

    /// Holds a gate against all rows, or those of its slice.
    package func check(_ gate: Gate, against baseline: ModelEvaluation?) throws -> Check {
        guard !gate.slice.isEmpty else {
            return try gate.check(
                Gate.Evidence(candidate: metrics, baseline: baseline?.metrics)
            )
        }
        let rows = try Self.rows(of: gate.slice, in: table)
        guard let candidate = sliced(rows) else {
            let undefined = metrics.mapValues { _ in Double?.none }
            return try gate.check(
                Gate.Evidence(candidate: undefined, baseline: nil, sliceSize: 0)
            )
        }
        return try gate.check(
            Gate.Evidence(
                candidate: candidate.metrics,
                baseline: baseline?.sliced(rows)?.metrics,
                sliceSize: rows.count
            )
        )
    }

    private func sliced(_ rows: [Int]) -> ModelEvaluation? {
        guard !rows.isEmpty else { return nil }
        let width = predictions.width
        let scores = rows.flatMap { predictions.scores[$0 * width..<($0 + 1) * width] }
        let truth: Truth =
            switch self.truth {
            case .classes(let classes): .classes(rows.map { classes[$0] })
            case .numbers(let numbers): .numbers(rows.map { numbers[$0] })
            }
        return ModelEvaluation(
            table: table.selecting(rows: rows),
            truth: truth,
            predictions: Predictions(
                rowCount: rows.count,
                labels: predictions.labels,
                scores: scores
            )
        )
    }

    private static func rows(of slice: [String: String], in table: Table) throws -> [Int] {
        var rows = Array(0..<table.rowCount)
        for (name, value) in slice {
            guard let column = table[name] else {
                throw EvaluationError.invalidGate(
                    reason: "a gate's slice names the column '\(name)', which the data has not",
                    hint: nil
                )
            }
            switch column.values {
            case .text(let codes, let labels):
                let code = labels.firstIndex(of: value).map(Int32.init) ?? -2
                rows = rows.filter { codes[$0] == code }
            case .numeric(let numbers):
                let number = Double(value) ?? (value == "true" ? 1 : value == "false" ? 0 : .nan)
                rows = rows.filter { numbers[$0] == number }
            }
        }
        return rows
    }

    /// The rows with a target, and the target of each.
    private static func truth(
        of metadata: ModelMetadata,
        in table: Table
    ) throws -> ([Int], Truth) {
        guard let column = table[metadata.target] else {
            throw EvaluationError.noTarget(column: metadata.target)
        }
        switch (metadata.task, column.values) {
        case (.regression, .numeric(let numbers)):
            let rows = numbers.indices.filter { !numbers[$0].isNaN }
            return (rows, .numbers(rows.map { numbers[$0] }))
        case (.regression, .text):
            throw EvaluationError.notANumber(column: metadata.target, row: 1)
        case (.binary, .text(let codes, let labels)), (.multiclass, .text(let codes, let labels)):
            let classes = try labels.map { try index(of: $0, in: metadata.labels) }
            let rows = codes.indices.filter { codes[$0] >= 0 }
            return (rows, .classes(rows.map { classes[Int(codes[$0])] }))
        case (.binary, .numeric(let numbers)), (.multiclass, .numeric(let numbers)):
            let rows = numbers.indices.filter { !numbers[$0].isNaN }
            let classes = try rows.map { row in
                try index(of: ClassLabel.text(numbers[row]), in: metadata.labels)
            }
            return (rows, .classes(classes))
        }
    }

    private static func index(of label: String, in labels: [String]) throws -> Int {
        guard let index = labels.firstIndex(of: label) else {
            throw EvaluationError.unknownLabel(label: label, known: labels)
        }
        return index
    }

    private static func check(_ predictions: Predictions) throws(EvaluationError) {
        let width = predictions.width
        for (position, score) in predictions.scores.enumerated() {
            let isValid =
                predictions.labels.isEmpty ? score.isFinite : score >= 0 && score <= 1
            guard isValid else {
                throw .invalidScore(
                    row: position / width + 1,
                    label: predictions.labels.isEmpty
                        ? "value" : predictions.labels[position % width],
                    value: score
                )
            }
        }
    }
}

extension ClassificationMetrics {
    fileprivate var details: JSONObject {
        [
            "labels": .array(labels.map(JSONValue.string)),
            "confusionMatrix": .array(
                confusion.map { row in .array(row.map { .integer(Int64($0)) }) }
            ),
            "perClass": .array(
                perClass.map { label, scores, support in
                    [
                        "label": .string(label), "precision": .number(scores.precision),
                        "recall": .number(scores.recall), "f1": .number(scores.f1),
                        "support": .integer(Int64(support)),
                    ]
                }
            ),
        ]
    }
}
