package import Registry

/// What is to become production.
package struct PromotionRequest: Sendable {
    package enum Goal: Hashable, Sendable {
        /// A version of the testing registry: a number or a tag.
        case promote(String)
        /// A version that was in production before; nil for the last one.
        case rollBack(to: Int?)
    }

    package var goal: Goal
    /// The model's digest, if the caller knows which bytes it means.
    package var expectedDigest: String?
    /// What a version must have to go live.
    package var policy = Policy()
    /// Why a version may go live without it.
    package var overrideReason: String?
    /// Only look whether it would work.
    package var isRehearsal = false
    /// Nil if no service belongs to it.
    package var service: ServiceSettings?

    package init(_ goal: Goal) { self.goal = goal }
}

/// What a promotion came to.
package struct PromotionResult: Sendable {
    package enum Smoke: Sendable { case passed, noExample, notAsked }

    package enum Service: Sendable {
        case none
        case reloaded(url: String)
        case started(url: String, process: Int)

        package var url: String? {
            switch self {
            case .none: nil
            case .reloaded(let url), .started(let url, _): url
            }
        }
    }

    package let version: RegisteredVersion
    /// The version that was live when it began.
    package let before: Int?
    /// Blobs that had to be copied.
    package var copied = 0
    package var smoke = Smoke.notAsked
    package var service = Service.none
    package var isRehearsal = false

    package var isUnchanged: Bool { before == version.number }
}
