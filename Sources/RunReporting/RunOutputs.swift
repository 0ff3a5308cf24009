package import RunDocument

/// What a run says to later steps of a pipeline, by name.
package struct RunOutputs: Sendable {
    /// What is longer is no name and no number, in bytes.
    private static let limit = 4096

    /// All of them after each stage, so that none is left of a stage before; empty if there is no
    /// such thing.
    package let values: [(name: String, value: String)]
    /// The names of those that are too long, and therefore empty.
    package let omitted: [String]

    package init(_ run: Run) {
        let candidate = run.candidate
        let stages = (run.spec["stages"]?.arrayValue ?? []).compactMap(\.stringValue)
        let known: [(name: String, value: String?)] = [
            ("phase", run.status.phase.rawValue), ("exit-code", "\(run.status.exitCode)"),
            ("failed-stage", run.status.failedStage), ("stage", run.stages.last?.name),
            ("run-id", run.metadata.id), ("pipeline", run.spec["pipeline"]?.stringValue),
            ("stages", stages.filter { $0 != "notify" }.joined(separator: " ")),
            ("model", run.metadata.model), ("version", run.model?.version.map { "\($0)" }),
            ("model-uri", run.model?.uri), ("digest", run.model?.digest),
            ("candidate", candidate),
        ]
        let isLong = { (value: String?) in (value?.utf8.count ?? 0) > Self.limit }
        values = known.map { ($0.name, isLong($0.value) ? "" : $0.value ?? "") }
        omitted = known.filter { isLong($0.value) }.map(\.name)
    }
}

extension Run {
    /// The registered version that a person can now bring into production, as `penguins@3`.
    fileprivate var candidate: String? {
        guard status.exitCode == 0, let name = metadata.model, let version = model?.version,
            stages.contains(where: { $0.name == "register" && $0.status == .passed }),
            !stages.contains(where: { $0.name == "promote" })
        else { return nil }
        let base = spec["base"]
        let isLive =
            base?["registry"]?.stringValue == "production"
            && base?["version"]?.integerValue == version
        return isLive ? nil : "\(name)@\(version)"
    }
}
