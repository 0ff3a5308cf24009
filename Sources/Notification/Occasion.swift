import RunDocument

/// What a target can ask to be told of.
package enum Occasion: String, CaseIterable, Sendable {
    case success, failure
    /// A success after a failure of the same pipeline.
    case recovered
    /// Data that is not as it was, whether or not that ended the run.
    case drift
    case promoted
    case rolledBack = "rolled-back"

    /// What a target is told of that asks for nothing.
    package static let standard: Set<Occasion> = [.success, .failure]

    /// All that a run is an occasion of.
    static func all(of run: Run, _ event: RunReport.Event, _ surroundings: RunSurroundings)
        -> Set<Occasion>
    {
        var occasions: Set<Occasion> = event == .failure ? [.failure] : [.success]
        if event == .promoted { occasions.insert(.promoted) }
        if event == .rolledBack { occasions.insert(.rolledBack) }
        if event != .failure, surroundings.followsFailure { occasions.insert(.recovered) }
        if run.stages.contains(where: { $0.checks.contains(where: isDrift) }) {
            occasions.insert(.drift)
        }
        return occasions
    }

    private static func isDrift(_ check: Check) -> Bool {
        let kind = check.id.prefix { $0 != "/" }
        let isFound = check.status == .failed || check.status == .warning
        return isFound && ["drift", "drift-missing", "drift-share", "skew"].contains(kind)
    }
}

/// A target, and what it is told of.
package struct NotificationRule: Sendable, Hashable {
    package let target: NotificationTarget
    package let occasions: Set<Occasion>

    package init(_ target: NotificationTarget, on occasions: Set<Occasion> = Occasion.standard) {
        self.target = target
        self.occasions = occasions
    }
}
