package import Registry
package import RunDocument

/// What is to become production.
package struct PromotionRequest: Sendable {
    package enum Goal: Hashable, Sendable {
        /// A version of the testing registry: a number or a tag.
        case promote(String)
        /// A version that was in production before; nil for the last one.
        case rollBack(to: Int?)
        /// What is in production already, where a crash left the service behind.
        case reconcile
    }

    package var goal: Goal
    /// The model's digest, if the caller knows which bytes it means.
    package var expectedDigest: String?
    /// What a version must have to go live.
    package var policy = Policy()
    /// Why a version may go live without it, or after an inconclusive canary.
    package var overrideReason: String?
    /// Why it is done; of a way back and of what a policy allows.
    package var reason: String?
    /// Only look whether it would work.
    package var isRehearsal = false
    /// What must succeed before anything is copied.
    package var hooks: [Hook] = []
    /// Nil to try nothing out.
    package var trial: Trial?
    /// Shadow and canary, in this order, beside the live version.
    package var analyses: [Analysis] = []
    /// Nil if no service belongs to it.
    package var deployer: (any Deployer)?
    /// Whether shadow, canary and watch are skipped, because nobody is to touch the service.
    package var leavesServiceAlone = false
    /// Where the live service is asked for its metrics.
    package var url: String?
    /// Nil to end as soon as the version is live.
    package var watch: Watch?

    package init(_ goal: Goal) { self.goal = goal }
}

/// How a version is tried out on a port of its own before it goes live.
package struct Trial: Sendable {
    package var service: ServiceSettings
    /// Nil for no load.
    package var load: TrialLoad?

    package init(_ service: ServiceSettings, load: TrialLoad? = nil) {
        self.service = service
        self.load = load
    }
}

/// What a promotion came to.
package struct PromotionResult: Sendable {
    package enum Smoke: Sendable { case passed, noExample, notAsked }

    package let version: RegisteredVersion
    /// The version that was live when it began.
    package let before: Int?
    /// Blobs that had to be copied.
    package var copied = 0
    package var smoke = Smoke.notAsked
    /// Gates, analyses and the watch, as they were met.
    package var checks: [Check] = []
    package var metrics: [String: Double?] = [:]
    package var deployment: Deployment?
    /// Of a rehearsal: what would be done.
    package var plan: [PlannedStep]?

    package var isRehearsal: Bool { plan != nil }
    package var isUnchanged: Bool { before == version.number }
}

/// A step of a promotion that was not done.
package struct PlannedStep: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case verify, hook, copy, prepare, trial, analysis, commit, deploy, watch
    }

    package let kind: Kind
    package let text: String
    /// Bytes that it would copy.
    package var bytes: Int?

    package var json: JSONValue {
        var members: JSONObject = ["step": .string(kind.rawValue), "text": .string(text)]
        members["bytes"] = bytes.map { .integer(Int64($0)) }
        return .object(members)
    }
}
