package import FoundationEssentials
import RunDocument

/// Whether a model has become too old.
package struct ModelAge: Sendable {
    private let limit: Duration
    private let now: Date

    package init(limit: Duration, now: Date) {
        self.limit = limit
        self.now = now
    }

    /// Looks at the model in production, or else in testing.
    package func changes(of models: RegisteredModels) -> Changes {
        guard let base = models.base else {
            return Changes(.age, reason: "no version of the model is registered")
        }
        guard let age = age(of: base) else {
            return Changes(.age, reason: "\(base.name) does not say when it was made")
        }
        if age <= limit { return Changes(none: "\(base.name) is \(Self.words(age)) old") }
        // It waits for its promotion: training it again would make it again.
        if let candidate = models.testing, candidate.version > base.version,
            let young = self.age(of: candidate), young <= limit
        {
            return Changes(none: "\(candidate.name) is \(Self.words(young)) old")
        }
        return Changes(.age, reason: "\(base.name) is \(Self.words(age)) old")
    }

    private func age(of base: RegisteredModels.Base) -> Duration? {
        guard let text = base.createdAt, let date = try? Date(text, strategy: .iso8601) else {
            return nil
        }
        return .seconds(now.timeIntervalSince(date))
    }

    /// In the largest unit of which it has one.
    private static func words(_ age: Duration) -> String {
        let seconds = max(0, age.components.seconds)
        let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute")]
        for (length, unit) in units where seconds >= length {
            let count = seconds / length
            return "\(count) \(unit)\(count == 1 ? "" : "s")"
        }
        return "less than a minute"
    }
}
