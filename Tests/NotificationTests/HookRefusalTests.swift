import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Addresses that are wrong, and services that take nothing; neither shows a secret.
@Suite("A refusal in a chat", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct HookRefusalTests {
    private static let secret = "T0123-B4567-s3cr3t"

    @Test(
        "What a service refuses is said in its words, without the address",
        arguments: [
            ("t404", 69, "answered 404, 'no_service'"),
            ("t410", 69, "answered 410, 'channel_is_archived'"),
            ("t403", 77, "answered 403, 'invalid_token'"),
            ("echo", 69, "answered 400"), ("moved", 77, "redirects to another address"),
        ]
    )
    func refusals(trouble: String, status: Int, words: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let address = "\(servers.hooks)/slack/\(Self.secret)/\(trouble)"
            let environment = ["HOOK": address]
            try Files.write(directory.appending("hook"), Array("\(address)\n".utf8))
            for target in ["slack+env:HOOK", "slack+file:hook"] {
                let result = try await servers.notify(
                    SampleRuns.registered, ["--to", target], environment)
                #expect(result.status == status, "\(result.errors)")
                #expect(result.errors.contains(words), "\(result.errors)")
                #expect(try servers.names("failed").count.isMultiple(of: 2))
                let all = try result.output + result.errors + servers.spooled()
                #expect(!all.contains(Self.secret))
            }
        }
    }

    @Test(
        "What cannot work is said before anything is sent, without the address",
        arguments: [
            (["--to", "slack+http://example.com/s3cr3t"], 64, "must begin with https://"),
            (["--to", "slack:https://example.com/s3cr3t"], 64, "slack+https://…"),
            (["--to", "slack+ftp://example.com/s3cr3t"], 77, "neither env:NAME nor file:PATH"),
            (["--to", "slack+env:ABSENT"], 77, "'env:ABSENT': the variable is not set"),
            (["--to", "slack+env:BAD"], 64, "the address is not one of HTTP"),
            (["--to", "webhook+https://example.com/s3cr3t"], 78, "no secret is named"),
            (["--to", "github-pr:o/r"], 64, "OWNER/REPO#NUMBER"),
            (["--to", "github-pr:o/../x#1"], 64, "OWNER/REPO#NUMBER"),
            (["--to", "gitlab-status:g/p@abc"], 64, "OWNER/REPO@COMMIT"),
            (["--to", "github-pr:o/r#1"], 77, "set GITHUB_TOKEN or GH_TOKEN"),
            (["--to", "gitea-pr:o/r#1"], 78, "set GITEA_SERVER_URL"),
            (["--to", "gitlab-mr:g/s/p!1"], 77, "set GITLAB_TOKEN"),
        ] as [([String], Int, String)]
    )
    func refused(arguments: [String], status: Int, words: String) async throws {
        try await withScratchDirectory { directory in
            let result = try await Tool.run(
                "mlx-notify", arguments + ["--to", "file:box"],
                input: SampleRuns.registered.json.canonicalText(), directory: directory,
                environment: [
                    "MLX_SHARE": Tool.root.appending("share/mlx").string, "BAD": "s3cr3t",
                    "XDG_STATE_HOME": directory.appending("state").string,
                ])
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(!(result.output + result.errors).contains("s3cr3t"))
            #expect(!Files.exists(directory.appending("box")))
        }
    }
}
