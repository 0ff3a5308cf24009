package import Dataset
package import Model
package import RunDocument

extension BehaviourCases {
    /// A call of a predictor has about so many rows at most.
    private static let rowsOfCall = 1 << 18

    /// Asks the model and judges its answers: one check for each case, in their order.
    ///
    /// - Parameter data: the test data, with the columns that the model and the expressions need.
    /// - Throws: `BehaviourError`, `ModelError`, `EvaluationError`.
    package func check(with predictor: any Predictor, data: Table?) throws -> [Check] {
        let features = predictor.metadata.inputs
        let dataRows =
            try needsData
            ? data.map {
                try TestDataRows($0, schema: schema, features: features)
            } : nil
        var checks: [Check] = []
        var waiting: [(BehaviourCase, [BehaviourProbe])] = []
        var batch = BehaviourBatch(features)
        for (index, behaviour) in cases.enumerated() {
            var probes: [BehaviourProbe] = []
            for row in try rows(of: behaviour, dataRows) {
                let probe = BehaviourProbe(
                    row, behaviour.question.changes, features, to: &batch)
                if let probe { probes.append(probe) }
            }
            waiting.append((behaviour, probes))
            guard batch.rowCount >= Self.rowsOfCall || index == cases.count - 1 else { continue }
            let predictions = try answers(of: predictor, to: batch)
            checks += waiting.map { verdict(on: $0, $1, predictions, features) }
            waiting = []
            batch = BehaviourBatch(features)
        }
        return checks
    }

    private func rows(of behaviour: BehaviourCase, _ data: TestDataRows?) throws
        -> [[FeatureValue]]
    {
        switch behaviour.input {
        case .row(let row): return [row]
        case .data(let source, let count):
            guard let data else {
                throw BehaviourError.noData(file: file, line: behaviour.line)
            }
            do {
                return try data.rows(where: source, count: count).map(data.values)
            } catch {
                throw BehaviourError.invalidCase(
                    file: file, line: behaviour.line, reason: "'input.where': \(error)",
                    hint: error.hint)
            }
        }
    }

    private func answers(of predictor: any Predictor, to batch: BehaviourBatch) throws
        -> Predictions
    {
        guard batch.rowCount > 0 else {
            return Predictions(rowCount: 0, labels: predictor.metadata.labels, scores: [])
        }
        let predictions = try predictor.predict(batch.table)
        guard predictions.rowCount == batch.rowCount else {
            throw EvaluationError.wrongRowCount(
                expected: batch.rowCount, found: predictions.rowCount)
        }
        for label in predictor.metadata.labels where !predictions.labels.contains(label) {
            throw BehaviourError.unknownAnswer(label: label, found: predictions.labels)
        }
        return predictions
    }

    // MARK: Verdicts

    private func verdict(
        on behaviour: BehaviourCase, _ probes: [BehaviourProbe], _ predictions: Predictions,
        _ features: [Feature]
    ) -> Check {
        var check = Check(
            id: "behaviour:\(behaviour.name)", status: .passed,
            expected: behaviour.question.text, file: file, line: behaviour.line)
        check["kind"] = .string(behaviour.question.kind.rawValue)
        check["examined"] = .integer(Int64(probes.count))
        let failed = behaviour.severity == .error ? Check.Status.failed : .warning
        guard !probes.isEmpty else {
            check.status = failed
            check.message =
                "case '\(behaviour.name)': no row of the test data was examined: "
                + (behaviour.question.changes.isEmpty
                    ? "none matches" : "none matches and is changed")
            return check
        }
        var first: (BehaviourProbe, BehaviourProbe.Fault)?
        var faults = 0
        for probe in probes {
            guard let fault = probe.fault(behaviour.question, predictions) else { continue }
            first = first ?? (probe, fault)
            faults += 1
        }
        guard let (probe, fault) = first else {
            if probes.count == 1 {
                check.observed = BehaviourAnswer(predictions, row: probes[0].place).json
            }
            return check
        }
        let rate = Double(faults) / Double(probes.count)
        check.status = rate > behaviour.maximumFailureRate ? failed : .passed
        check.observed = fault.answer
        check["count"] = .integer(Int64(faults))
        check["example"] = example(probe, fault, features)
        let isMany = if case .data = behaviour.input { true } else { false }
        let share =
            isMany
            ? "\(faults) of \(probes.count) rows fail, where max_failure_rate is "
                + "\(BehaviourText.number(behaviour.maximumFailureRate)); first: " : ""
        check.message =
            "case '\(behaviour.name)': \(share)\(sentence(probe, fault, features))"
        return check
    }

    private func sentence(
        _ probe: BehaviourProbe, _ fault: BehaviourProbe.Fault, _ features: [Feature]
    ) -> String {
        let change = fault.change.map { " changed by \($0.json.canonicalText())" } ?? ""
        let input = inputs(probe, features).canonicalText()
        let shown = input.count > 300 ? "\(input.prefix(300))…" : input
        return "expected \(fault.expected), got \(fault.found) for \(shown)\(change)"
    }

    private func inputs(_ probe: BehaviourProbe, _ features: [Feature]) -> JSONValue {
        .object(
            JSONObject(zip(features, probe.row).map { ($0.name, $1.json($0)) }) { first, _ in first
            })
    }

    private func example(
        _ probe: BehaviourProbe, _ fault: BehaviourProbe.Fault, _ features: [Feature]
    ) -> JSONValue {
        var members: JSONObject = [
            "input": inputs(probe, features), "expected": .string(fault.expected),
            "found": .string(fault.found),
        ]
        members["change"] = fault.change?.json
        return .object(members)
    }
}
