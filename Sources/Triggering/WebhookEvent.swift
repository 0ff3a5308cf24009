import RunDocument

/// What a webhook of GitHub, GitLab or Gitea says has changed.
package enum WebhookEvent: Sendable, Equatable {
    /// The files that a push says it changed, relative to the root of the repository.
    case files([ChangedFile], before: String, after: String)
    /// A push that does not list all of its files.
    case range(before: String, after: String, isForced: Bool)
    /// The commits of a branch since it left another.
    case branch(base: String)
    case kind(ChangeKind, reason: String)
    case nothing(reason: String)

    /// GitHub's payloads have at most 25 MB.
    package static let maximumSize = 32 << 20

    /// The types of `repository_dispatch` by which repositories tell each other.
    static let dispatchTypes: [ChangeKind: String] = [
        .code: "code-updated", .data: "dataset-updated", .tests: "tests-updated",
    ]

    /// - Throws: `TriggerError.event` for what is none.
    package init(parsing bytes: [UInt8]) throws(TriggerError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .event(reason: error.description)
        }
        guard let members = value.objectValue else {
            throw .event(reason: "it is not a JSON object")
        }
        if let kind = members["object_kind"]?.stringValue {
            self = try Self.gitLab(kind, members)
        } else if let request = members["pull_request"] {
            self = .branch(base: try Self.hash(request["base"]?["sha"], "pull_request.base.sha"))
        } else if members["client_payload"] != nil {
            self = try Self.dispatch(members)
        } else if members["ref"] != nil, members["before"] != nil {
            self = try WebhookPush(members).event
        } else if members["zen"] != nil {
            self = .nothing(reason: "it is only a ping")
        } else {
            throw .event(reason: "it is neither a push, a pull request nor a repository_dispatch")
        }
    }

    private static func gitLab(_ kind: String, _ members: JSONObject) throws(TriggerError)
        -> WebhookEvent
    {
        switch kind {
        case "push": return try WebhookPush(members).event
        case "tag_push": return .nothing(reason: "a tag was pushed")
        default: throw .event(reason: "it is a '\(kind.shortened())' of GitLab, not a push")
        }
    }

    private static func dispatch(_ members: JSONObject) throws(TriggerError) -> WebhookEvent {
        let action = members["action"]?.stringValue ?? ""
        guard let kind = dispatchTypes.first(where: { $0.value == action })?.key else {
            let known = dispatchTypes.values.sorted().joined(separator: ", ")
            throw .event(
                reason: "a repository_dispatch of type '\(action.shortened())', not of \(known)")
        }
        return .kind(kind, reason: "\(kind.words) changed: '\(action)' was sent")
    }

    /// A commit: it is given to git, so it must be nothing else.
    static func hash(_ value: JSONValue?, _ name: String) throws(TriggerError) -> String {
        guard let hash = value?.stringValue, Commit.isHash(hash) else {
            throw .event(reason: "'\(name)' is not the hash of a commit")
        }
        return hash
    }
}
