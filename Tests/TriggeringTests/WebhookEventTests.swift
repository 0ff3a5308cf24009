import RunDocument
import Testing
import Triggering

/// Payloads of webhooks, and what passes for them.
@Suite("A webhook's event")
struct WebhookEventTests {
    private static let zeros = String(repeating: "0", count: 40)
    private static let one = String(repeating: "1", count: 40)
    private static let two = String(repeating: "2", count: 40)

    private func event(_ text: String) throws -> WebhookEvent {
        try WebhookEvent(parsing: Array(text.utf8))
    }

    private func push(
        _ commits: String, before: String = one, after: String = two, rest: String = "",
        ref: String = "refs/heads/main"
    ) throws -> WebhookEvent {
        try event(
            """
            {"ref":"\(ref)","before":"\(before)","after":"\(after)"\(rest),"commits":\(commits)}
            """)
    }

    private static let commit = #"{"added":["b"],"modified":["src/a"],"removed":[]}"#
    private static let range = WebhookEvent.range(before: one, after: two, isForced: false)

    @Test("A push lists its files; what a later commit says goes before")
    func files() throws {
        let again = #"{"added":[],"modified":[],"removed":["b"]}"#
        let found = try push("[\(Self.commit),\(again)]")
        #expect(
            found
                == .files(
                    [ChangedFile("b".utf8, isRemoved: true), ChangedFile("src/a".utf8)],
                    before: Self.one, after: Self.two))
    }

    @Test("GitLab counts the commits that it lists, and Gitea does")
    func counts() throws {
        for key in ["total_commits_count", "total_commits"] {
            let kind = key == "total_commits" ? "" : #","object_kind":"push""#
            let whole = try push("[\(Self.commit)]", rest: #"\#(kind),"\#(key)":1"#)
            #expect(whole != Self.range)
            let cut = try push("[\(Self.commit)]", rest: #"\#(kind),"\#(key)":2"#)
            #expect(cut == Self.range)
        }
    }

    @Test("What is not in the lists is left to git")
    func incomplete() throws {
        #expect(try push("[]") == Self.range)
        #expect(try push("null") == Self.range)
        #expect(try push(#"[{"id":"1"}]"#) == Self.range)
        let most = Array(repeating: Self.commit, count: 2048).joined(separator: ",")
        #expect(try push("[\(most)]") == Self.range)
        let forced = try push("[\(Self.commit)]", rest: #","forced":true"#)
        #expect(forced == .range(before: Self.one, after: Self.two, isForced: true))
        let new = try push("[]", before: Self.zeros)
        #expect(new == .range(before: Self.zeros, after: Self.two, isForced: false))
    }

    @Test("What changes no file is nothing")
    func nothing() throws {
        let deleted = try push("[]", after: Self.zeros, rest: #","deleted":true"#)
        #expect(deleted == .nothing(reason: "the branch 'main' was deleted"))
        #expect(try push("[]", ref: "refs/tags/v1") == .nothing(reason: "a tag was pushed"))
        let tag = try push("[]", rest: #","object_kind":"tag_push""#)
        #expect(tag == .nothing(reason: "a tag was pushed"))
        #expect(try event(#"{"zen":"x","hook_id":1}"#) == .nothing(reason: "it is only a ping"))
    }

    @Test(
        "A repository_dispatch says which kind of change it is",
        arguments: [
            ("dataset-updated", ChangeKind.data), ("tests-updated", .tests),
            ("code-updated", .code),
        ])
    func dispatch(type: String, kind: ChangeKind) throws {
        let found = try event(#"{"action":"\#(type)","client_payload":null}"#)
        guard case .kind(kind, let reason) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(reason.contains(type))
    }

    @Test("A pull request is what its branch changed")
    func pullRequest() throws {
        let found = try event(
            #"{"action":"opened","pull_request":{"base":{"sha":"\#(Self.one)"}}}"#)
        #expect(found == .branch(base: Self.one))
    }

    @Test(
        "What is no event is an error that says why",
        arguments: [
            ("", "line 1"), ("{\"ref\":\"refs", "line 1"), ("[]", "not a JSON object"),
            ("{}", "neither a push"), (#"{"object_kind":"pipeline"}"#, "'pipeline' of GitLab"),
            (#"{"client_payload":{},"action":"x"}"#, "of type 'x'"),
            (#"{"ref":1,"before":"x"}"#, "'ref' is not a string"),
            (#"{"ref":"refs/heads/x","before":"--output=x","after":"x"}"#, "'before' is not"),
            (#"{"pull_request":[]}"#, "'pull_request.base.sha' is not"),
            (String(repeating: "[", count: 100_000), "nested deeper"),
        ])
    func malformed(text: String, reason: String) {
        let error = #expect(throws: TriggerError.self) { try event(text) }
        #expect(error?.exitStatus == .dataFormat)
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test("Bytes that are no text, and a name that is none")
    func bytes() {
        #expect(throws: TriggerError.self) {
            try WebhookEvent(parsing: Array("{\"ref\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8))
        }
        #expect(throws: TriggerError.self) {
            try push(#"[{"added":[1],"modified":[],"removed":[]}]"#)
        }
    }
}
