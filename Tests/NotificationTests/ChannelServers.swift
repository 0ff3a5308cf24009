import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

/// The web servers of `Tests/Servers/forge.py` and `hooks.py`; they live as long as their
/// directory.
struct ChannelServers {
    struct Request {
        let method: String
        let path: String
        let body: String
        let headers: JSONValue
    }

    let directory: FilePath
    let forge: String
    let hooks: String

    static func start(in directory: FilePath) async throws -> ChannelServers {
        func start(_ name: String) async throws -> String {
            let program = Tool.root.appending("Tests/Servers/\(name).py").string
            _ = try await TestPython.run([program, directory.string])
            let port = try Files.read(directory.appending("\(name).port"))
            return "http://127.0.0.1:\(String(decoding: port, as: UTF8.self))"
        }
        return ChannelServers(
            directory: directory, forge: try await start("forge"), hooks: try await start("hooks"))
    }

    /// What a job on a pull request of GitHub's has in its environment.
    func github(token: String = "token-write", repository: String = "o/r") -> [String: String] {
        [
            "GITHUB_ACTIONS": "true", "GITHUB_API_URL": "\(forge)/github",
            "GITHUB_REPOSITORY": repository, "GITHUB_REF": "refs/pull/7/merge",
            "GITHUB_SHA": String(repeating: "a", count: 40), "GITHUB_TOKEN": token,
        ]
    }

    func gitlab(token: String = "token-write") -> [String: String] {
        [
            "GITLAB_CI": "true", "CI_API_V4_URL": "\(forge)/gitlab/api/v4", "CI_PROJECT_ID": "9",
            "CI_MERGE_REQUEST_PROJECT_ID": "42", "CI_MERGE_REQUEST_IID": "7",
            "CI_COMMIT_SHA": String(repeating: "b", count: 40), "GITLAB_TOKEN": token,
        ]
    }

    func gitea(token: String = "token-write") -> [String: String] {
        github(token: token).merging([
            "GITEA_ACTIONS": "true", "GITHUB_API_URL": "\(forge)/gitea/api/v1",
        ]) { $1 }
    }

    /// Comments that others have written.
    func seed(_ forge: String, _ project: String, _ comments: [JSONValue]) async throws {
        let content: JSONValue = [
            "forge": .string(forge), "project": .string(project), "number": 7,
            "comments": .array(comments),
        ]
        let answer = try HTTPClient().send(
            method: "POST", url: "\(self.forge)/seed", body: content.canonicalBytes())
        try #require(answer.status == 200)
    }

    func comments() throws -> [JSONValue] { try list("comments") }

    func statuses() throws -> [JSONValue] { try list("statuses") }

    func requests(_ server: String) throws -> [Request] {
        let path = directory.appending("\(server).jsonl")
        guard Files.exists(path) else { return [] }
        return try Files.read(path).split(separator: 0x0A).map { line in
            let value = try JSONValue(parsing: line)
            return Request(
                method: value["method"]?.stringValue ?? "", path: value["path"]?.stringValue ?? "",
                body: value["body"]?.stringValue ?? "", headers: value["headers"] ?? [:])
        }
    }

    /// Everything in the spool.
    func spooled() throws -> String {
        let spool = directory.appending("state/mlx/spool")
        var text = ""
        for folder in ["tmp", "new", "sent", "failed", "lock"] {
            for name in try Files.names(in: spool.appending(folder)) {
                let bytes = try Files.read(spool.appending(folder).appending(name))
                text += "\(name)\n\(String(decoding: bytes, as: UTF8.self))\n"
            }
        }
        return text
    }

    func names(_ folder: String) throws -> [String] {
        try Files.names(in: directory.appending("state/mlx/spool/\(folder)"))
    }

    /// Runs `mlx-notify`, which finds the spool in the servers' directory.
    func notify(
        _ run: Run, _ arguments: [String], _ environment: [String: String] = [:],
        attempts: Int = 2
    ) async throws -> ToolResult {
        try await Tool.run(
            "mlx-notify",
            arguments + ["--attempts", "\(attempts)"],
            input: run.json.canonicalText(),
            directory: directory,
            environment: [
                "MLX_SHARE": Tool.root.appending("share/mlx").string,
                "XDG_STATE_HOME": directory.appending("state").string,
            ].merging(environment) { $1 }
        )
    }

    private func list(_ name: String) throws -> [JSONValue] {
        let answer = try HTTPClient().send(method: "GET", url: "\(forge)/\(name)")
        return try #require(try JSONValue(parsing: answer.body).arrayValue)
    }
}

extension ToolResult {
    /// The status of each delivery in the document.
    func deliveries() throws -> [JSONValue] {
        let stage = try #require(try document().stage(named: "notify"))
        return stage.details["deliveries"]?.arrayValue ?? []
    }

    func statuses() throws -> [String] {
        try deliveries().map { $0["status"]?.stringValue ?? "" }
    }
}
