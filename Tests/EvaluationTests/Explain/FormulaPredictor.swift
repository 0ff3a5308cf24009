import Dataset
import Model
import Synchronization

/// A model that is a formula of a row's values, a text column's being its label's length.
struct FormulaPredictor: Predictor {
    final class Calls: Sendable {
        let rows = Mutex<[Int]>([])
    }

    let labels: [String]
    let calls = Calls()
    let formula: @Sendable ([String: Double], Int) -> [Double]

    init(
        labels: [String] = [], _ formula: @escaping @Sendable ([String: Double], Int) -> [Double]
    ) {
        self.labels = labels
        self.formula = formula
    }

    var metadata: ModelMetadata {
        ModelMetadata(
            format: "formula", task: labels.isEmpty ? .regression : .multiclass, target: "y",
            labels: labels, inputs: [], dataFile: "", libraryVersion: "", runID: nil,
            createdAt: nil)
    }

    func predict(_ table: Table) throws -> Predictions {
        calls.rows.withLock { $0.append(table.rowCount) }
        let scores = (0..<table.rowCount).flatMap { row in
            var values: [String: Double] = [:]
            for column in table.columns {
                switch column.values {
                case .numeric(let numbers): values[column.name] = numbers[row]
                case .text(let codes, let labels):
                    values[column.name] =
                        codes[row] < 0 ? .nan : Double(labels[Int(codes[row])].count)
                }
            }
            return formula(values, row)
        }
        return Predictions(rowCount: table.rowCount, labels: labels, scores: scores)
    }
}
