package import RunDocument

extension [Run] {
    /// The newest run in which the version was evaluated.
    package var lastEvaluated: Run? { last { $0.stage(named: "eval") != nil } }
}
