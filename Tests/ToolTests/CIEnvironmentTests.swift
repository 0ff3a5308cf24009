import RunDocument
import TestSupport
import Testing

@Suite("A run document names the job that it began in")
struct CIEnvironmentTests {
    private static let gitHub = [
        "GITHUB_ACTIONS": "true", "GITHUB_SHA": "abc", "GITHUB_REF": "refs/pull/12/merge",
        "GITHUB_SERVER_URL": "https://g.example", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "42",
    ]
    private static let azure = [
        "TF_BUILD": "True", "SYSTEM_COLLECTIONURI": "https://dev.azure.com/o/",
        "SYSTEM_TEAMPROJECT": "my project", "BUILD_BUILDID": "7", "BUILD_SOURCEVERSION": "abc",
        "BUILD_SOURCEBRANCH": "refs/heads/main", "SYSTEM_PULLREQUEST_PULLREQUESTID": "900",
    ]

    static let jobs: [(variables: [String: String], ci: JSONValue)] = [
        (
            gitHub,
            [
                "provider": "github", "url": "https://g.example/o/r/actions/runs/42",
                "commit": "abc", "ref": "refs/pull/12/merge", "change": 12,
            ]
        ),
        (["GITEA_ACTIONS": "true", "GITHUB_ACTIONS": "true"], ["provider": "gitea"]),
        (["FORGEJO_ACTIONS": "true", "GITHUB_ACTIONS": "true"], ["provider": "gitea"]),
        (
            [
                "GITLAB_CI": "true", "CI_PIPELINE_URL": "https://l/6", "CI_COMMIT_SHA": "abc",
                "CI_COMMIT_REF_NAME": "main", "CI_MERGE_REQUEST_IID": "3",
            ],
            [
                "provider": "gitlab", "url": "https://l/6", "commit": "abc", "ref": "main",
                "change": 3,
            ]
        ),
        (
            [
                "JENKINS_URL": "http://j/", "BUILD_ID": "1", "BUILD_URL": "http://j/1/",
                "GIT_COMMIT": "abc", "GIT_BRANCH": "origin/main", "CHANGE_ID": "PR-x",
            ],
            [
                "provider": "jenkins", "url": "http://j/1/", "commit": "abc", "ref": "origin/main",
                "change": "PR-x",
            ]
        ),
        (
            azure,
            [
                "provider": "azure", "commit": "abc", "ref": "refs/heads/main", "change": 900,
                "url": "https://dev.azure.com/o/my%20project/_build/results?buildId=7",
            ]
        ),
        (
            azure.merging(["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "5", "BUILD_BUILDID": ""]) {
                $1
            },
            ["provider": "azure", "commit": "abc", "ref": "refs/heads/main", "change": 5]
        ),
        (
            [
                "TEAMCITY_VERSION": "2025.07", "BUILD_URL": "https://t/1",
                "BUILD_VCS_NUMBER": "abc",
            ],
            ["provider": "teamcity", "url": "https://t/1", "commit": "abc"]
        ),
        (
            [
                "BUILDKITE": "true", "BUILDKITE_BUILD_URL": "https://b/1",
                "BUILDKITE_COMMIT": "abc", "BUILDKITE_BRANCH": "main",
                "BUILDKITE_PULL_REQUEST": "false",
            ],
            ["provider": "buildkite", "url": "https://b/1", "commit": "abc", "ref": "main"]
        ),
    ]

    @Test("each system by its own variables, Gitea before GitHub", arguments: jobs)
    func detected(variables: [String: String], ci: JSONValue) async throws {
        let result = try await Tool.run("mlx-eval", ["--no-input"], environment: variables)
        #expect(.object(try result.document().metadata.ci) == ci, "\(result.errors)")
    }

    @Test("variables of a system that is not there are none")
    func absent() async throws {
        let result = try await Tool.run(
            "mlx-eval", ["--no-input"],
            environment: ["GITHUB_ACTIONS": "", "BUILD_ID": "1", "TF_BUILD": "false"])
        #expect(try result.document().metadata.ci.isEmpty)
    }
}
