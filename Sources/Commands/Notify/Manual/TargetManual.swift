import CommandLineTool

/// mlx-targets(7): whom and what mlx-notify can tell, and what each needs.
enum TargetManual {
    private struct Entry {
        let form: String
        let meaning: String
        let example: String
    }

    static var page: RoffPage {
        var page = RoffPage()
        page.begin("mlx-targets", section: 7, "what mlx-notify can tell about a run")
        page.section("DESCRIPTION", introduction)
        page.macro("Sh", "TARGETS")
        page.macro("Bl", "-tag -width indent")
        for entry in entries {
            page.macro("It", "Cm \(entry.form)")
            page.text(entry.meaning)
            page.literalLine(entry.example)
        }
        page.macro("El")
        page.section("CHANGES", changes)
        page.section("SECRETS", secrets)
        page.section("SIGNATURES", signatures)
        page.literal(verification)
        page.macro("Sh", "SEE ALSO")
        page.references([("mlx-notify", 1)])
        return page
    }

    private static let introduction = """
        A target stands after --to, or in the list "notify.to" of mlx.yaml. Each gets the same \
        report in its own form. What cannot be delivered now is kept in the spool; the same \
        command, or mlx-notify --flush, sends it later. In mlx.yaml a target may say what it is \
        told of: {target: mailto:owner@example.com, on: [failure, recovered]}.
        """

    private static let entries = [
        Entry(
            form: "mailto:ADDRESS", meaning: "A mail. Needs --from and --smtp.",
            example: "mailto:owner@example.com"),
        Entry(
            form: "file:MAILDIR | file:-",
            meaning: "The same mail as a file in a Maildir, or on standard output with --out.",
            example: "file:outbox"),
        Entry(
            form: "github-pr: | github-pr:OWNER/REPO#NUMBER",
            meaning: """
                One comment on a pull request, which each run brings up to date. The token is in \
                GITHUB_TOKEN or GH_TOKEN and needs 'pull-requests: write'. Reads GITHUB_API_URL.
                """,
            example: "github-pr:acme/penguins#7"),
        Entry(
            form: "gitlab-mr: | gitlab-mr:GROUP/PROJECT!NUMBER",
            meaning: """
                One comment on a merge request. The token is in GITLAB_TOKEN and needs the scope \
                'api'; CI_JOB_TOKEN may not comment. Reads CI_API_V4_URL.
                """,
            example: "gitlab-mr:acme/penguins!7"),
        Entry(
            form: "gitea-pr: | gitea-pr:OWNER/REPO#NUMBER",
            meaning: """
                One comment on a pull request of Gitea's. The token is in GITEA_TOKEN, or \
                that of its Actions in GITHUB_TOKEN. Outside them, GITEA_SERVER_URL says where \
                it is.
                """,
            example: "gitea-pr:acme/penguins#7"),
        Entry(
            form: "github-status: | gitlab-status: | gitea-status: | …:OWNER/REPO@COMMIT",
            meaning: """
                The status "mlx/MODEL" of a commit: success, failure, error, or pending while an \
                approval is awaited. The tokens are those of the comments; GitHub's needs \
                'statuses: write'.
                """,
            example: "github-status:"),
        Entry(
            form: "slack+https://… | teams+https://… | mattermost+https://…",
            meaning: """
                A message in a channel, by an incoming webhook of Slack or Mattermost or a \
                workflow of Teams.
                """,
            example: "slack+env:SLACK_WEBHOOK"),
        Entry(
            form: "webhook+https://…",
            meaning: """
                The run document in a CloudEvent 1.0, as structured JSON, signed. Needs \
                --webhook-secret.
                """,
            example: "webhook+https://hooks.example.com/mlx"),
    ]

    private static let changes = """
        Without anything after the colon, the change and the commit are those of the job: from \
        GITHUB_REPOSITORY and GITHUB_REF or the event in GITHUB_EVENT_PATH, from \
        CI_MERGE_REQUEST_PROJECT_ID and CI_MERGE_REQUEST_IID, or from "metadata.ci" of the run \
        document. A run that belongs to none is not told; the delivery's status is "skipped", \
        and the exit status is not changed. Of comments that begin with the same mark, only \
        that of the token's own user is changed.
        """

    private static let secrets = """
        The address of a hook is a secret. In its place stand env:NAME or file:PATH, as in \
        slack+env:SLACK_WEBHOOK; of an address no more is ever shown than its host. An address \
        begins with https://, or with http:// on this machine.
        """

    private static let signatures = """
        A webhook is signed by the rules of Standard Webhooks: the header webhook-signature is \
        "v1," and the base64 of HMAC-SHA256 over the headers webhook-id and webhook-timestamp \
        and the body, with full stops between. A secret that begins with "whsec_" is base64; any \
        other is the key itself. In Python, a receiver compares and looks whether the time is \
        near its own:
        """

    private static let verification = """
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        code = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
        hmac.compare_digest("v1," + code, headers["webhook-signature"])
        """
}
