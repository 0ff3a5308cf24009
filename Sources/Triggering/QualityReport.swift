package import Evaluation
package import RunDocument

/// What a report of live data says: a run of `mlx-validate` with drift, or of `mlx-eval`.
package struct QualityReport: Sendable {
    /// Which checks of drift count.
    package enum DriftRule: Sendable { case failed, warning, never }

    private static let driftChecks = ["drift", "drift-missing", "drift-share", "skew"]

    private let run: Run
    /// What it is called in messages.
    private let name: String

    /// - Throws: `TriggerError.emptyReport` if it holds nothing that could call for a training.
    package init(_ run: Run, name: String) throws(TriggerError) {
        self.run = run
        self.name = name
        if drift.isEmpty, evaluation == nil { throw .emptyReport(name) }
    }

    private var drift: [Check] {
        (run.stage(named: "validate")?.checks ?? []).filter { check in
            Self.driftChecks.contains(String(check.id.prefix { $0 != "/" }))
        }
    }

    private var evaluation: Stage? {
        run.stage(named: "eval").flatMap { $0.metrics.isEmpty ? nil : $0 }
    }

    /// - Parameter gates: of the metrics, besides those that the report itself was held against.
    /// - Throws: `TriggerError.unknownMetric`.
    package func changes(_ rule: DriftRule, _ gates: [Gate]) throws(TriggerError) -> Changes {
        var changes = Changes()
        add(drift.filter { rule.counts($0.status) }, as: .drift, to: &changes)
        if let evaluation {
            let own = evaluation.checks.filter { evaluation.metrics[$0.id] != nil }
            let held = try gates.map { gate throws(TriggerError) in try check(gate, evaluation) }
            add((own + held).filter { $0.status == .failed }, as: .metrics, to: &changes)
        }
        if changes.isEmpty { changes.addAbsence("'\(name)' calls for nothing") }
        return changes
    }

    private func add(_ checks: [Check], as kind: ChangeKind, to changes: inout Changes) {
        guard let first = checks.first else { return }
        let more = checks.count > 1 ? " and \(checks.count - 1) more" : ""
        changes.add(kind, "\(kind.words): \((first.message ?? first.id).shortened())\(more)")
    }

    private func check(_ gate: Gate, _ evaluation: Stage) throws(TriggerError) -> Check {
        guard let value = evaluation.metrics[gate.metric] else {
            let hint = KnownWords(evaluation.metrics.keys.sorted()).hint(for: gate.metric)
            throw .unknownMetric(gate.metric, report: name, hint: hint)
        }
        let baseline = evaluation.details["baseline"]?["metrics"]?[gate.metric]?.doubleValue
        return gate.check(Gate.Evidence(value: value, baseline: baseline))
    }
}

extension QualityReport.DriftRule {
    fileprivate func counts(_ status: Check.Status) -> Bool {
        switch self {
        case .failed: status == .failed
        case .warning: status == .failed || status == .warning
        case .never: false
        }
    }
}
