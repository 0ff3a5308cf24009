import CommandLineTool
import Dataset
import Evaluation
import FileStorage
import LoadTest
import Model
import RunDocument
import SystemPackage

/// One evaluation, from the request to the outcome.
struct EvalWork {
    /// What came out of it.
    struct Result {
        var checks: [Check]
        let metrics: [String: Double?]
        let details: JSONObject
        /// Nil if only a service was tested.
        var report: EvaluationReport?
        /// Of a service that alone was tested.
        var latencies: [LatencyResult] = []
        /// Nil but for a model that was loaded.
        var model: LoadedModel?

        /// A gate that the rows are too few for leaves the decision to a person.
        var outcome: StageOutcome {
            var outcome = StageOutcome.checked(checks, metrics: metrics, details: details)
            if outcome.verdict == .passed, checks.contains(where: { $0.status == .inconclusive }) {
                outcome.verdict = .awaitingApproval
            }
            return outcome
        }
    }

    private let request: EvalRequest

    init(_ request: EvalRequest) { self.request = request }

    /// - Parameter context: gets the model and the data that were tested.
    func run(_ context: inout StageContext) throws -> Result {
        guard request.testsRows(context.run) else { return try ServiceWork(request).run(context) }
        guard request.predictions.isEmpty else {
            return try predictions(try TestInput(request), &context)
        }
        let uri = try LoadedModel.candidateURI(request, context)
        return try model(uri, try TestInput(request), &context)
    }

    // MARK: What is tested

    private func model(
        _ uri: String, _ input: TestInput, _ context: inout StageContext
    ) throws -> Result {
        guard let schema = input.schema else {
            throw NoTestData(what: "no schema is named, so the data cannot be read")
        }
        let isRead = Dictionary(grouping: schema.fields) { $0.role != .ignore }
        try request.requireColumns(
            in: (isRead[true] ?? []).map(\.name), ignored: (isRead[false] ?? []).map(\.name))
        let options = RuntimeOptions(
            schema: schema, command: request.command.isEmpty ? nil : request.command,
            rowFormat: request.rowFormat, timeout: request.timeout)
        let candidate = try LoadedModel.candidate(uri, request, options, context)
        for assumption in candidate.predictor.assumptions {
            context.diagnostics.warning(assumption)
        }
        var others = options
        others.command = nil
        let baseline = try Baseline(request, others, context)
        let scoring = ModelScoring(
            candidate: candidate.predictor,
            baseline: try baseline.predictor(like: candidate, request, context),
            weight: request.columns.weight, positive: request.columns.positive,
            keeping: request.keptColumns(schema))
        let (progress, report) = input.progress(context.diagnostics)
        let rows = try scoring.score(
            input.sources, schema: schema, name: input.name, progress: report)
        progress.finish()
        if let problem = rows.baselineProblem {
            try baseline.giveUp(problem.description, request, context)
        }
        try input.record(rows.summary, in: &context.run)
        context.run.model = candidate.reference
        let load = try LoadWork(request.load, context).run(
            rows.sample, predictor: candidate.predictor)
        return try outcome(
            rows, schema, load,
            candidate: candidate.subject, model: candidate, baseline: baseline,
            target: candidate.predictor.metadata.target, input, context)
    }

    private func predictions(
        _ input: TestInput, _ context: inout StageContext
    ) throws -> Result {
        let kept = request.needsAllColumns ? nil : request.namedColumns
        let file = try PredictionFile(
            input.sources, request.columns, schema: input.schema, keeping: kept, name: input.name)
        try request.requireColumns(in: file.header)
        let (progress, report) = input.progress(context.diagnostics)
        var rows = try file.read(progress: report)
        progress.finish()
        try input.record(rows.summary, in: &context.run)
        let baseline = try Baseline(request, RuntimeOptions(), context)
        if case .predictions(let name) = baseline {
            let other = try PredictionFile(
                try DataFiles.sources([name], request.readers), request.columns,
                schema: input.schema, keeping: [], name: name)
            rows.baseline = try other.read().candidate.pairing(with: rows.candidate, name: name)
        }
        let load = try LoadWork(request.load, context).run(nil, predictor: nil)
        return try outcome(
            rows, file.schema, load,
            candidate: EvaluationReport.Subject(name: input.name, uri: input.name), model: nil,
            baseline: baseline, target: file.target, input, context)
    }

    // MARK: What is found

    private func outcome(
        _ rows: TestRows, _ schema: TableSchema, _ load: LoadOutcome,
        candidate: EvaluationReport.Subject, model: LoadedModel?, baseline: Baseline,
        target: String?, _ input: TestInput, _ context: StageContext
    ) throws -> Result {
        let evaluation = try ModelEvaluation(
            rows, schema: schema, significance: request.significance,
            resampling: request.resampling,
            judged: Set(request.gates.filter { $0.value.scope == .all }.map(\.value.metric)),
            stored: baseline.storedMetrics, positive: request.columns.positive,
            measured: load.metrics)
        let hasBaseline = evaluation.baseline != nil
        var report = EvaluationReport(
            of: evaluation, candidate: candidate, baseline: hasBaseline ? baseline.subject : nil,
            data: input.name, target: target)
        report.latencies = load.results
        report.dataDigest = context.run.inputs.data["test"]?.digest
        try baseline.requireLikeness(to: report, context)
        try add(to: &report, evaluation, model)
        var checks = try request.gates.flatMap { try check($0, evaluation, load) }
        var output = rows.outputChecks
        if let model {
            output.append(
                try OutputSchema.determinism(of: model.predictor, on: rows.sample))
        }
        // That a model answers at all is no test of how well.
        let areTested = checks.contains { $0.status != .skipped } || !request.tests.isEmpty
        checks += areTested ? output : output.filter { $0.status == .failed }
        if let model {
            checks += try BehaviourWork(request).caseChecks(model, rows.columns, input.schema)
        }
        EvaluationSummaryLine(report).write(context.diagnostics)
        warn(of: rows, target, context)
        return Result(
            checks: checks, metrics: evaluation.metrics, details: details(report, baseline, rows),
            report: report, model: model)
    }

    /// Says what of the data does not count, or not as much as it seems.
    private func warn(of rows: TestRows, _ target: String?, _ context: StageContext) {
        for warning in rows.warnings { context.diagnostics.warning(warning) }
        if rows.targetlessRowCount > 0 {
            context.diagnostics.warning(
                "\(rows.targetlessRowCount) rows without \(target ?? "a truth") are left out")
        }
        if rows.candidate.weights != nil, request.columns.weight == nil {
            context.diagnostics.note("rows count by their 'sample_weight'")
        }
    }

    private func add(
        to report: inout EvaluationReport, _ evaluation: ModelEvaluation, _ model: LoadedModel?
    ) throws {
        for definition in request.slices {
            report.slices += try Self.place(definition.file, definition.line) {
                try evaluation.slices(definition.value)
            }
        }
        if request.searchesWeakSlices { report.weakSlices = try evaluation.weakSlices().slices }
        for column in request.fairness {
            report.fairness.append(try evaluation.fairness(by: column))
        }
        if request.importanceRepeats > 0, let model {
            report.importance = try evaluation.importance(
                of: model.predictor, repeats: request.importanceRepeats, seed: request.seed,
                meanSHAP: try model.meanSHAP(evaluation.rows.columns))
        }
    }

    private func check(
        _ gate: Located<Gate>, _ evaluation: ModelEvaluation, _ load: LoadOutcome
    ) throws -> [Check] {
        let metric = gate.value.metric
        let isUnmeasured = load.results.isEmpty && LoadResult.metricNames.contains(metric)
        return try Self.place(gate.file, gate.line) {
            guard isUnmeasured else { return try evaluation.check(gate.value) }
            let none = Gate.Evidence(value: nil)
            return [gate.value.missing("it is measured with --latency or --url", none)]
        }.map { check in
            var check = check
            if gate.line != nil { (check.file, check.line) = (gate.file, gate.line) }
            return check
        }
    }

    /// Says of a failure where the words stand that led to it.
    static func place<Value>(
        _ file: String, _ line: Int?, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let failure as any Failure where failure.exitStatus == .configuration {
            throw ProjectError(
                file: file, line: line, reason: failure.description, hint: failure.hint)
        }
    }

    private func details(
        _ report: EvaluationReport, _ baseline: Baseline, _ rows: TestRows
    ) -> JSONObject {
        var details = report.details
        details["rows"] = .integer(Int64(report.rowCount))
        if rows.targetlessRowCount > 0 {
            details["rowsWithoutTarget"] = .integer(Int64(rows.targetlessRowCount))
        }
        if report.isWeighted { details["weighted"] = true }
        details["lowerIsBetter"] = .array(
            report.metrics.filter { !$0.isHigherBetter }.map { .string($0.name) })
        guard let subject = report.baseline else { return details }
        var members = subject.json.objectValue ?? [:]
        if case .model(let model) = baseline, let version = model.reference.version {
            members["version"] = .integer(Int64(version))
        }
        members["metrics"] = .object(
            Dictionary(
                uniqueKeysWithValues: report.metrics.map {
                    ($0.name, $0.baseline.map(JSONValue.number) ?? .null)
                }))
        details["baseline"] = .object(members)
        return details
    }
}
