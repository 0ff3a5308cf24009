import RunDocument
import Transfer

/// Whose token it is.
struct ForgeUser {
    private let name: String

    /// GitHub is asked by GraphQL, the only way that answers the tokens of its Actions and apps.
    static func current(_ client: ForgeClient) throws -> ForgeUser {
        switch client.forge {
        case .github:
            let base = client.api.description
            // A server of one's own has it beside, not below, its third version.
            let isOwn = base.hasSuffix("/api/v3") || base.hasSuffix("/api/v3/")
            let url =
                isOwn ? try client.api.resolving("/api/graphql") : try client.address("/graphql")
            let answer = try client.send("POST", url, ["query": "query { viewer { login } }"])
            return try named(try JSONValue(parsing: answer.body)["data"]?["viewer"]?["login"])
        case .gitlab:
            let answer = try client.send("GET", try client.address("/user"))
            return try named(try JSONValue(parsing: answer.body)["username"])
        case .gitea:
            let answer = try client.answer("GET", try client.address("/user"))
            // Its Actions' tokens belong to nobody who could be asked for.
            if answer.status == 403 {
                guard answer.body.quoted(without: [], member: "message")?.contains("scope") != true
                else {
                    throw Undeliverable.refused(
                        "Gitea does not say whose token it is", .denied,
                        hint: "the token needs the scope 'read:user'")
                }
                return ForgeUser(name: "gitea-actions")
            }
            return try named(
                try JSONValue(parsing: try client.checked(answer).body)["login"])
        }
    }

    /// Whether a comment, as the forge lists it, is this user's.
    func wrote(_ comment: JSONValue) -> Bool {
        let author = comment["user"] ?? comment["author"]
        guard let login = (author?["login"] ?? author?["username"])?.stringValue else {
            return false
        }
        // The two interfaces of GitHub disagree on the names of apps.
        return login == name || author?["type"] == "Bot" && login == "\(name)[bot]"
    }

    private static func named(_ value: JSONValue?) throws -> ForgeUser {
        guard let name = value?.stringValue, !name.isEmpty else {
            throw Undeliverable.refused("it does not say whose token it is", .denied)
        }
        return ForgeUser(name: name)
    }
}
