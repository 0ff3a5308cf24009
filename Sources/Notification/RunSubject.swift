import RunDocument

/// The model and the version that a run is about, and where that version is.
struct RunSubject {
    /// A registry.
    enum Place: String { case testing, production }

    let model: String?
    /// Only what was registered has one.
    let version: Int?
    /// Where the version is that a change of the tests alone has had tested again.
    let retested: Place?
    let promotion: Stage?

    init(_ run: Run) {
        model = run.metadata.model.flatMap { $0.isEmpty ? nil : $0 }
        let base = run.spec["base"]
        let isRetest = run.pipeline == .retest
        version = run.model?.version ?? (isRetest ? base?["version"]?.integerValue : nil)
        retested = isRetest ? base?["registry"]?.stringValue.flatMap(Place.init) : nil
        promotion = run.stage(named: "promote")
    }

    /// As `penguins 3`.
    var name: String {
        let model = model ?? "the model"
        return version.map { "\(model) \($0)" } ?? model
    }

    /// The version that was in production until the run changed that.
    var versionBefore: Int? { promotion?.details["before"]?.integerValue }

    var promoteCommand: String? {
        guard let model, let version else { return nil }
        return "mlx-promote \(model)@\(version)"
    }

    var rollbackCommand: String? { model.map { "mlx-promote \($0) --rollback" } }
}
