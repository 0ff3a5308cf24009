package import RunDocument

/// Brings a release to those who ask for predictions.
///
/// It comes after the commit, so that what is live is never ahead of the registry. Each step can be
/// done again: the same call finishes what a crash cut off, and with an older release it is the way
/// back.
package protocol Deployer: Sendable {
    /// What it would do, in words: for a rehearsal.
    func steps(_ release: Release) throws -> [String]
    /// Looks at all that can be looked at before anything is changed.
    func prepare(_ release: Release) throws
    /// Lets clients be answered by the release.
    func apply(_ release: Release) throws -> Deployment
    /// Whether a failure says something of the release, so that the version before goes live again.
    ///
    /// A service that follows the registry by itself is only waited for: it keeps the old version
    /// until it has the new one.
    var takesBack: Bool { get }
}

/// What a deployer did.
package struct Deployment: Hashable, Sendable {
    /// The deployer's name in mlx.yaml.
    package let deployer: String
    /// What clients ask now, in words of its own: a unit, a container, a resource.
    package let target: String
    /// Nil if it is not known.
    package let url: String?
    /// Whether anything had to be done.
    package let isChanged: Bool
    /// Of a service that was started here.
    package var process: Int?

    package init(
        deployer: String, target: String, url: String?, isChanged: Bool, process: Int? = nil
    ) {
        self.deployer = deployer
        self.target = target
        self.url = url
        self.isChanged = isChanged
        self.process = process
    }

    package var json: JSONValue {
        var members: JSONObject = [
            "deployer": .string(deployer), "target": .string(target),
            "changed": .boolean(isChanged),
        ]
        members["url"] = url.map(JSONValue.string)
        members["process"] = process.map { .integer(Int64($0)) }
        return .object(members)
    }
}
