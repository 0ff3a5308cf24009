import RunDocument

/// What a CI system says of itself in the environment.
struct CIEnvironment {
    private let variables: [String: String]

    /// `provider`, `url`, `commit`, `ref` and `change`, as far as they are known.
    static func detect(_ variables: [String: String]) -> JSONObject {
        guard let provider = CIProvider(of: variables) else { return [:] }
        let facts = CIEnvironment(variables: variables).facts(provider)
        var ci: JSONObject = ["provider": .string(provider.rawValue)]
        ci["url"] = facts.url.map(JSONValue.string)
        ci["commit"] = facts.commit.map(JSONValue.string)
        ci["ref"] = facts.ref.map(JSONValue.string)
        // Buildkite says "false" where there is none.
        let change = facts.change == "false" ? nil : facts.change
        ci["change"] = change.map { Int64($0).map(JSONValue.integer) ?? .string($0) }
        return ci
    }

    private typealias Facts = (url: String?, commit: String?, ref: String?, change: String?)

    private subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func facts(_ provider: CIProvider) -> Facts {
        switch provider {
        case .gitea, .github:
            (actionsURL, self["GITHUB_SHA"], self["GITHUB_REF"], pullRequest)
        case .gitlab:
            (
                self["CI_PIPELINE_URL"], self["CI_COMMIT_SHA"], self["CI_COMMIT_REF_NAME"],
                self["CI_MERGE_REQUEST_IID"]
            )
        case .jenkins:
            (self["BUILD_URL"], self["GIT_COMMIT"], self["GIT_BRANCH"], self["CHANGE_ID"])
        case .azure:
            (
                azureURL, self["BUILD_SOURCEVERSION"], self["BUILD_SOURCEBRANCH"],
                // GitHub's number of a pull request is not Azure's.
                self["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"]
                    ?? self["SYSTEM_PULLREQUEST_PULLREQUESTID"]
            )
        case .teamcity:
            // It tells branches only to those that ask for them in the build's settings.
            (self["BUILD_URL"], self["BUILD_VCS_NUMBER"], nil, nil)
        case .buildkite:
            (
                self["BUILDKITE_BUILD_URL"], self["BUILDKITE_COMMIT"], self["BUILDKITE_BRANCH"],
                self["BUILDKITE_PULL_REQUEST"]
            )
        }
    }

    private var actionsURL: String? {
        guard let server = self["GITHUB_SERVER_URL"], let repository = self["GITHUB_REPOSITORY"],
            let run = self["GITHUB_RUN_ID"]
        else { return nil }
        return "\(server)/\(repository)/actions/runs/\(run)"
    }

    /// Of `refs/pull/12/merge`, GitHub's name for what a pull request would make: `12`.
    private var pullRequest: String? {
        let parts = (self["GITHUB_REF"] ?? "").split(separator: "/")
        guard parts.count == 4, parts[0] == "refs", parts[1] == "pull" else { return nil }
        return String(parts[2])
    }

    private var azureURL: String? {
        guard let collection = self["SYSTEM_COLLECTIONURI"], let build = self["BUILD_BUILDID"],
            let project = self["SYSTEM_TEAMPROJECT"]
        else { return nil }
        // A project's name may have spaces in it.
        let name = project.utf8.map { byte in
            let isPlain = byte >= 0x80 ? false : Self.isUnreserved(Unicode.Scalar(byte))
            return isPlain ? String(Unicode.Scalar(byte)) : Self.percentEncoded(byte)
        }
        let base = collection.hasSuffix("/") ? collection : "\(collection)/"
        return "\(base)\(name.joined())/_build/results?buildId=\(build)"
    }

    private static func isUnreserved(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": true
        default: false
        }
    }

    private static func percentEncoded(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "%0\(digits)" : "%\(digits)"
    }
}
