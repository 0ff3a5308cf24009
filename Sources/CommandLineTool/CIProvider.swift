/// A CI system whose language the tools speak.
enum CIProvider: String, CaseIterable, Sendable {
    case gitea, github, gitlab, jenkins, azure, teamcity, buildkite

    /// The one that set these variables.
    ///
    /// Gitea and Forgejo set GitHub's variables too, so they are asked first.
    init?(of environment: [String: String]) {
        let found = Self.allCases.first { $0.isPresent(in: environment) }
        guard let found else { return nil }
        self = found
    }

    private func isPresent(in environment: [String: String]) -> Bool {
        func isTrue(_ name: String) -> Bool { environment[name]?.lowercased() == "true" }
        func isSet(_ name: String) -> Bool { environment[name, default: ""] != "" }
        return switch self {
        case .gitea: isTrue("GITEA_ACTIONS") || isTrue("FORGEJO_ACTIONS")
        case .github: isTrue("GITHUB_ACTIONS")
        case .gitlab: isTrue("GITLAB_CI")
        case .jenkins: isSet("JENKINS_URL") && isSet("BUILD_ID")
        case .azure: isTrue("TF_BUILD")
        case .teamcity: isSet("TEAMCITY_VERSION")
        case .buildkite: isTrue("BUILDKITE")
        }
    }
}
