import FileStorage
import RunDocument
import SystemPackage
import Transfer

/// What the CI system says of the repository, the change and the commit that a run belongs to.
struct ForgeEnvironment {
    let forge: Forge
    let environment: [String: String]
    /// `metadata.ci` of the run, which may have begun on another machine.
    let ci: JSONObject

    /// The change, or the reason why there is none.
    var change: Result<ChangeReference, Absence> {
        guard let number else {
            return .failure(Absence("the run belongs to no \(forge.changeName)"))
        }
        guard let project = changedProject else {
            return .failure(Absence("its environment names no repository"))
        }
        return .success(ChangeReference(project: project, number: number))
    }

    /// The commit, or the reason why there is none.
    var commit: Result<CommitReference, Absence> {
        // A pull request is built on a merge that nobody sees; its head is what people look at.
        // A workflow that follows another one runs on the main branch.
        let head = (event?["pull_request"]?["head"]?["sha"] ?? event?["workflow_run"]?["head_sha"])?
            .stringValue
        let name = head ?? variable(isGitLab ? "CI_COMMIT_SHA" : "GITHUB_SHA")
        guard let name = name ?? recorded("commit")?.stringValue else {
            return .failure(Absence("the run belongs to no commit"))
        }
        guard let project else { return .failure(Absence("its environment names no repository")) }
        guard let commit = CommitReference(project: project, commit: name) else {
            return .failure(Absence("the name of the run's commit is not whole"))
        }
        return .success(commit)
    }

    /// Where the forge's interface is.
    func api() throws(NotificationError) -> HTTPAddress {
        let text: String
        switch forge {
        case .github: text = variable("GITHUB_API_URL") ?? "https://api.github.com"
        case .gitlab: text = variable("CI_API_V4_URL") ?? "https://gitlab.com/api/v4"
        case .gitea:
            guard
                let address = variable("GITHUB_API_URL")
                    ?? variable("GITEA_SERVER_URL").map({ "\($0)/api/v1" })
            else { throw .missingForge }
            text = address
        }
        guard let address = try? HTTPAddress(text), address.isEncrypted || address.isLoopback else {
            throw .target(text, reason: "it is no address that begins with https://")
        }
        return address
    }

    private var isGitLab: Bool { forge == .gitlab }

    private var project: String? {
        (isGitLab ? variable("CI_PROJECT_ID") : variable("GITHUB_REPOSITORY"))
            .flatMap { forge.isProject($0) ? $0 : nil }
    }

    /// A merge request from a fork runs in the fork, and stands in the project it asks.
    private var changedProject: String? {
        let asked = isGitLab ? variable("CI_MERGE_REQUEST_PROJECT_ID") : nil
        return asked.flatMap { forge.isProject($0) ? $0 : nil } ?? project
    }

    private var number: Int? {
        let named =
            isGitLab
            ? variable("CI_MERGE_REQUEST_IID").flatMap { Int($0) }
            : pullRequest(variable("GITHUB_REF"))
                ?? event?["pull_request"]?["number"]?.integerValue
        return (named ?? recorded("change")?.integerValue).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The number in `refs/pull/7/merge`.
    private func pullRequest(_ ref: String?) -> Int? {
        let parts = ref?.split(separator: "/") ?? []
        return parts.count == 4 && parts.starts(with: ["refs", "pull"]) ? Int(parts[2]) : nil
    }

    /// What GitHub and Gitea say of the event that started the job.
    private var event: JSONValue? {
        guard !isGitLab, let path = variable("GITHUB_EVENT_PATH"),
            let bytes = try? Files.read(FilePath(path), limit: 1 << 24)
        else { return nil }
        return try? JSONValue(parsing: bytes)
    }

    private func variable(_ name: String) -> String? { forge.variable(name, in: environment) }

    /// A member of `metadata.ci`, unless that speaks of another forge.
    private func recorded(_ name: String) -> JSONValue? {
        let provider = ci["provider"]?.stringValue.flatMap(Forge.init(rawValue:))
        return provider == nil || provider == forge ? ci[name] : nil
    }
}

extension Forge {
    /// A variable that is set and speaks of this forge: Gitea's Actions set GitHub's too, and the
    /// token of the one must not go to the other.
    func variable(_ name: String, in environment: [String: String]) -> String? {
        let isGitea = environment["GITEA_ACTIONS"] == "true"
        guard !name.hasPrefix("GITHUB_") || isGitea == (self == .gitea) else { return nil }
        return environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Why there is nothing to tell.
package struct Absence: Error {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}
