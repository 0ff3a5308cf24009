import Glibc

extension AuditContext {
    /// Names the person or the CI account as the environment tells them.
    package init(tool: String, time: String, environment: [String: String]) {
        self.init(actor: Self.actor(environment), time: time, tool: tool)
    }

    private static let variables = [
        "MLX_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_USER_ID", "USER", "LOGNAME",
    ]

    private static func actor(_ environment: [String: String]) -> String {
        let name = variables.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return name.map { String($0.prefix(100)) } ?? "uid \(geteuid())"
    }
}
