import FoundationEssentials
import RunDocument
import Transfer

/// The one comment of a thread on a change: written once, then kept up to date.
struct ChangeComment {
    let client: ForgeClient
    let change: ChangeReference

    /// No change has so many comments.
    private static let maximumPages = 1000

    private struct Comment {
        let id: Int
        let body: String
    }

    /// Writes the comment, unless it says the same already.
    ///
    /// - Parameter marker: its first line.
    func write(_ body: String, marker: String) throws -> Delivery.Result {
        let old = try find(marker)
        // GitLab drops white space at the end.
        if let old, Self.trimmed(old.body) == Self.trimmed(body) { return .repeated }
        let content: JSONValue = ["body": .string(body)]
        if let old {
            let method = client.forge == .gitlab ? "PUT" : "PATCH"
            _ = try client.send(method, try client.address(path(of: old)), content)
        } else {
            _ = try client.send("POST", try client.address(listPath), content)
        }
        return .sent
    }

    /// The thread's comment by the same author: anybody can write the marker.
    private func find(_ marker: String) throws -> Comment? {
        let author = try ForgeUser.current(client)
        var url: HTTPAddress? = try client.address(listPath + firstPage)
        for _ in 0..<Self.maximumPages {
            guard let page = url else { return nil }
            let answer = try client.send("GET", page)
            let comments = try JSONValue(parsing: answer.body).arrayValue ?? []
            let own = comments.first { comment in
                comment["body"]?.stringValue?.hasPrefix(marker) == true
                    && comment["system"] != true && author.wrote(comment)
            }
            if let own, let id = own["id"]?.integerValue {
                return Comment(id: id, body: own["body"]?.stringValue ?? "")
            }
            url = try ForgePage.next(after: answer, at: page)
        }
        throw Undeliverable.refused("there are too many comments", .unavailable)
    }

    private var listPath: String {
        switch client.forge {
        case .gitlab: "\(gitlabPath)/notes"
        case .github, .gitea: "/repos/\(change.project)/issues/\(change.number)/comments"
        }
    }

    private var firstPage: String {
        client.forge == .gitlab ? "?per_page=100&sort=asc&order_by=created_at" : "?per_page=100"
    }

    private func path(of comment: Comment) -> String {
        switch client.forge {
        case .gitlab: "\(gitlabPath)/notes/\(comment.id)"
        case .github, .gitea: "/repos/\(change.project)/issues/comments/\(comment.id)"
        }
    }

    private var gitlabPath: String {
        "/projects/\(change.project.asGitLabIdentifier)/merge_requests/\(change.number)"
    }

    private static func trimmed(_ text: String) -> Substring {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension String {
    /// A project's path in one segment of an address.
    var asGitLabIdentifier: String {
        split(separator: "/").joined(separator: "%2F")
    }
}
