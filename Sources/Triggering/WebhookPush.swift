import RunDocument

/// A push as GitHub, GitLab and Gitea tell of it.
///
/// They list the commits, and with each its files, but not of each push all: GitHub at most 2048
/// commits and 3000 files of each (and no files in the copy that a workflow gets), GitLab 20
/// commits, Gitea 5.
struct WebhookPush {
    private static let mostCommits = 2048
    private static let mostFiles = 3000

    private let ref: String
    private let before: String
    private let after: String
    private let isForced: Bool
    private let commits: [JSONValue]
    /// How many commits there were, if the payload says so.
    private let total: Int?

    init(_ members: JSONObject) throws(TriggerError) {
        guard let ref = members["ref"]?.stringValue else {
            throw .event(reason: "'ref' is not a string")
        }
        self.ref = ref
        before = try WebhookEvent.hash(members["before"], "before")
        after = try WebhookEvent.hash(members["after"], "after")
        isForced = members["forced"]?.booleanValue ?? false
        commits = members["commits"]?.arrayValue ?? []
        total = (members["total_commits_count"] ?? members["total_commits"])?.integerValue
    }

    var event: WebhookEvent {
        get throws(TriggerError) {
            guard ref.hasPrefix("refs/heads/") else { return .nothing(reason: "a tag was pushed") }
            if Commit.isNone(after) {
                let branch = ref.dropFirst("refs/heads/".count)
                return .nothing(reason: "the branch '\(String(branch).shortened())' was deleted")
            }
            if let files = try listedFiles {
                return .files(files, before: before, after: after)
            }
            return .range(before: before, after: after, isForced: isForced)
        }
    }

    /// Nil if they are not all there; what a push dropped by force is in no list.
    private var listedFiles: [ChangedFile]? {
        get throws(TriggerError) {
            guard !isForced, !commits.isEmpty, commits.count < Self.mostCommits,
                commits.count >= total ?? 0
            else { return nil }
            // What a later commit says of a file goes before what an earlier one said.
            var isRemoved: [String: Bool] = [:]
            for commit in commits {
                let lists = ["added", "modified", "removed"]
                let count = lists.reduce(0) { $0 + (commit[$1]?.arrayValue?.count ?? 0) }
                guard count < Self.mostFiles else { return nil }
                for (list, removes) in [("added", false), ("modified", false), ("removed", true)] {
                    guard let names = commit[list]?.arrayValue else { return nil }
                    for name in names {
                        guard let name = name.stringValue else {
                            throw .event(reason: "a name in 'commits.\(list)' is not a string")
                        }
                        isRemoved[name] = removes
                    }
                }
            }
            return isRemoved.sorted { $0.key < $1.key }.map {
                ChangedFile($0.key.utf8, isRemoved: $0.value)
            }
        }
    }
}
