/// A host of repositories with changes to comment on, and in what it differs from the others.
package enum Forge: String, CaseIterable, Sendable {
    case github, gitlab, gitea

    var name: String {
        switch self {
        case .github: "GitHub"
        case .gitlab: "GitLab"
        case .gitea: "Gitea"
        }
    }

    /// The word before the colon of a target that is a comment on a change.
    var changeScheme: String { self == .gitlab ? "gitlab-mr" : "\(rawValue)-pr" }

    /// The word before the colon of a target that is the status of a commit.
    var statusScheme: String { "\(rawValue)-status" }

    /// What stands between a project and the number of a change.
    var changeMark: Character { self == .gitlab ? "!" : "#" }

    /// Where the token may be, the first that is set.
    ///
    /// GitLab's `CI_JOB_TOKEN` is none of them: it may read merge requests, but not comment.
    var tokenVariables: [String] {
        switch self {
        case .github: ["GITHUB_TOKEN", "GH_TOKEN"]
        case .gitlab: ["GITLAB_TOKEN"]
        case .gitea: ["GITEA_TOKEN", "GITHUB_TOKEN"]
        }
    }

    /// The value of the header that says who asks.
    ///
    /// GitLab takes a token as `PRIVATE-TOKEN` too; this header alone is kept from another server
    /// that a redirect leads to.
    func authorization(_ token: String) -> String {
        self == .gitea ? "token \(token)" : "Bearer \(token)"
    }

    var mediaType: String {
        self == .github ? "application/vnd.github+json" : "application/json"
    }

    /// The longest comment, in bytes.
    ///
    /// GitHub and GitLab count characters, so bytes are on the safe side; Gitea names no limit.
    var commentLimit: Int { self == .gitlab ? 1_000_000 : 65_536 }

    /// What people call a change there.
    var changeName: String { self == .gitlab ? "merge request" : "pull request" }

    /// Whether a name can be that of a project: `OWNER/REPO`, at GitLab also `GROUP/…/PROJECT` or
    /// a number.
    func isProject(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isDeepEnough = self == .gitlab ? true : parts.count == 2
        return isDeepEnough
            && parts.allSatisfy { part in
                !part.isEmpty && part != "." && part != ".."
                    && part.utf8.allSatisfy(Self.isNameByte)
            }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
