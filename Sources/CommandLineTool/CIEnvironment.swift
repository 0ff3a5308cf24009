import RunDocument

/// What a CI system says of itself in the environment.
enum CIEnvironment {
    /// `provider`, `url`, `commit`, `ref` and `change`, as far as they are known.
    static func detect(_ environment: [String: String]) -> JSONObject {
        var ci: JSONObject = [:]
        func set(_ key: String, _ variable: String) {
            if let value = environment[variable], !value.isEmpty { ci[key] = .string(value) }
        }
        // Gitea sets GitHub's variables too, so it is asked first.
        if environment["GITEA_ACTIONS"] == "true" || environment["GITHUB_ACTIONS"] == "true" {
            ci["provider"] = environment["GITEA_ACTIONS"] == "true" ? "gitea" : "github"
            set("commit", "GITHUB_SHA")
            set("ref", "GITHUB_REF")
            if let server = environment["GITHUB_SERVER_URL"],
                let repository = environment["GITHUB_REPOSITORY"],
                let run = environment["GITHUB_RUN_ID"]
            {
                ci["url"] = .string("\(server)/\(repository)/actions/runs/\(run)")
            }
        } else if environment["GITLAB_CI"] == "true" {
            ci["provider"] = "gitlab"
            set("url", "CI_PIPELINE_URL")
            set("commit", "CI_COMMIT_SHA")
            set("ref", "CI_COMMIT_REF_NAME")
            set("change", "CI_MERGE_REQUEST_IID")
        } else if environment["JENKINS_URL"] != nil, environment["BUILD_ID"] != nil {
            ci["provider"] = "jenkins"
            set("url", "BUILD_URL")
            set("commit", "GIT_COMMIT")
            set("ref", "GIT_BRANCH")
            set("change", "CHANGE_ID")
        }
        if let change = ci["change"]?.stringValue.flatMap(Int64.init) {
            ci["change"] = .integer(change)
        }
        return ci
    }
}
