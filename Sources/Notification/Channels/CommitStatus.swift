import RunDocument
import Transfer

/// The verdict beside a commit.
struct CommitStatus {
    let client: ForgeClient
    let commit: CommitReference

    /// What is sent, but for what the forges call differently.
    ///
    /// GitHub allows a description of 140 characters, GitLab one of 255.
    static func content(_ report: RunReport, _ run: Run, at forge: Forge) -> JSONValue {
        var members: JSONObject = [
            "state": .string(state(of: run.status.phase, at: forge)),
            "description": .string(String(DisplayText.clean(report.headline).prefix(140))),
        ]
        let name = "mlx/\(DisplayText.clean(run.metadata.model ?? "model").shortened(to: 100))"
        members[forge == .gitlab ? "name" : "context"] = .string(name)
        members["target_url"] = RunReport.build(run).map { .string($0.url) }
        return .object(members)
    }

    func set(_ content: JSONValue) throws -> Delivery.Result {
        let url = try client.address(path)
        let answer = try client.answer("POST", url, content)
        // GitLab takes 'pending' once only.
        if client.forge == .gitlab, answer.status == 400, content["state"] == "pending",
            String(decoding: answer.body, as: UTF8.self).contains("Cannot transition status")
        {
            return .repeated
        }
        _ = try client.checked(answer)
        return .sent
    }

    private var path: String {
        switch client.forge {
        case .gitlab: "/projects/\(commit.project.asGitLabIdentifier)/statuses/\(commit.commit)"
        case .github, .gitea: "/repos/\(commit.project)/statuses/\(commit.commit)"
        }
    }

    private static func state(of phase: RunStatus.Phase, at forge: Forge) -> String {
        switch phase {
        case .succeeded: "success"
        case .failed: forge == .gitlab ? "failed" : "failure"
        case .error: forge == .gitlab ? "failed" : "error"
        case .awaitingApproval: "pending"
        }
    }
}
