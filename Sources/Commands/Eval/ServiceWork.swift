import CommandLineTool
import Dataset
import Evaluation
import LoadTest
import RunDocument

/// The test of a running service, without a model or predictions at hand.
struct ServiceWork {
    private let request: EvalRequest

    init(_ request: EvalRequest) { self.request = request }

    func run(_ context: StageContext) throws -> EvalWork.Result {
        for gate in request.gates { try require(gate) }
        let rows = try rowsForService()
        let load = try LoadWork(request.load, context).run(rows, predictor: nil)
        let checks = request.gates.map { gate in
            var check = gate.value.check(
                Gate.Evidence(value: load.metrics[gate.value.metric] ?? nil))
            if gate.line != nil { (check.file, check.line) = (gate.file, gate.line) }
            return check
        }
        return EvalWork.Result(
            checks: checks, metrics: load.metrics,
            details: ["latency": .array(load.results.map(\.json))], latencies: load.results)
    }

    /// Before the load: a gate that makes no sense should not cost its time.
    private func require(_ gate: Located<Gate>) throws {
        guard gate.value.scope == .all, gate.value.change == nil else {
            throw ProjectError(
                file: gate.file, line: gate.line,
                reason: "a service alone has neither slices nor a baseline",
                hint: "leave out what is not a bound, or name the model with --model")
        }
        guard LoadResult.metricNames.contains(gate.value.metric) else {
            throw ProjectError(
                file: gate.file, line: gate.line,
                reason: "there is no metric '\(gate.value.metric)' of a service alone",
                hint: "there are \(LoadResult.metricNames.sorted().joined(separator: ", "))")
        }
    }

    /// Nil if there are none to ask about.
    private func rowsForService() throws -> Table? {
        guard request.schema != nil, !request.data.isEmpty else { return nil }
        let input = try TestInput(request)
        guard let schema = input.schema else { return nil }
        return try TableBatches.head(input.sources, schema: schema, rows: ModelScoring.sampleSize)
    }
}
