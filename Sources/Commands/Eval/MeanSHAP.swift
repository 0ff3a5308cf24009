import Dataset
import Evaluation
import Model

extension LoadedModel {
    /// Rows that are explained: each takes about a millisecond.
    private static let explainedRows = 1000

    /// The mean magnitude of the SHAP values of each column; empty where the runtime has none.
    func meanSHAP(_ table: Table) throws -> [String: Double] {
        guard directory.metadata.format == "xgboost",
            let explainer = try? XGBoostPredictor(directory, threads: ProcessorCount.available)
        else { return [:] }
        let rows = EvenSample.rows(of: table.rowCount, atMost: Self.explainedRows)
        let values = try explainer.contributions(table.selecting(rows: rows))
        let names = predictor.metadata.inputs.map(\.name)
        var sums = [Double](repeating: 0, count: names.count + 1)
        for (place, value) in values.enumerated() { sums[place % sums.count] += value.magnitude }
        let count = Double(max(1, values.count / sums.count))
        return Dictionary(
            zip(names, sums.map { $0 / count }), uniquingKeysWith: { first, _ in first })
    }
}
