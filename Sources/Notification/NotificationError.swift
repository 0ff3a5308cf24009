package import RunDocument

/// A message that cannot be made, or that did not reach its target.
package enum NotificationError: Failure, Equatable {
    case unsafeValue(name: String)
    case address(String, reason: String)
    case target(String, reason: String)
    case missingTarget
    case standardOutputTaken
    case missingSender
    case missingServer(recipient: String)
    case missingPassword(user: String)
    case missingTemplates
    case template(path: String, reason: String)
    case missingSpool
    case missingForge
    case missingToken(forge: String, variables: [String])
    case missingWebhookSecret
    case lockHeld(path: String)
    case undelivered([Undelivered])

    /// One target that did not get its message.
    package struct Undelivered: Sendable, Hashable {
        let target: String
        let reason: String
        let exitStatus: ExitStatus
        var hint: String?
        /// Whether the message waits in the spool.
        let isSpooled: Bool
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .unsafeValue: .dataFormat
        case .address, .target, .standardOutputTaken: .usage
        case .missingTarget, .missingSender, .missingServer, .template, .missingSpool,
            .missingForge, .missingWebhookSecret:
            .configuration
        case .missingPassword, .missingToken: .denied
        case .missingTemplates: .missingInput
        case .lockHeld: .temporary
        // What will never be delivered says more than what may be delivered later.
        case .undelivered(let targets):
            targets.first { !$0.isSpooled }?.exitStatus ?? .temporary
        }
    }

    package var description: String {
        switch self {
        case .unsafeValue(let name): "'\(name)' holds a line break or a NUL"
        case .address(let text, let reason): "'\(text)' is not a mail address: \(reason)"
        case .target(let text, let reason): "cannot notify '\(text)': \(reason)"
        case .missingTarget: "nobody is named to be notified"
        case .standardOutputTaken: "standard output holds the run document, not the message"
        case .missingSender: "no sender is named for the mail"
        case .missingServer(let recipient): "no mail server is named for '\(recipient)'"
        case .missingPassword(let user): "no password is named for the mail user '\(user)'"
        case .missingTemplates: "the mail templates are not found"
        case .template(let path, let reason): "cannot use template '\(path)': \(reason)"
        case .missingSpool: "there is no place to keep mail: neither XDG_STATE_HOME nor HOME is set"
        case .missingForge: "it is not known where Gitea is"
        case .missingToken(let forge, _): "no token for \(forge) is set"
        case .missingWebhookSecret: "no secret is named to sign the webhook with"
        case .lockHeld(let path): "another process holds '\(path)'"
        case .undelivered(let targets):
            targets.map { "nothing reached '\($0.target)': \($0.reason)" }.joined(separator: "; ")
        }
    }

    package var hint: String? {
        switch self {
        case .missingTarget: "say --to mailto:ADDRESS or --to file:MAILDIR, or set 'notify.to'"
        case .standardOutputTaken: "say --out FILE, or --out /dev/null"
        case .missingSender: "say --from ADDRESS, or set 'notify.from'"
        case .missingServer: "say --smtp smtps://HOST, or set 'notify.smtp'"
        case .missingTemplates: "set MLX_SHARE to the directory that holds 'templates'"
        case .missingPassword: "say --smtp-password env:NAME, or set 'notify.password'"
        case .undelivered(let targets) where targets.contains { $0.isSpooled }:
            "the message is kept; the same command, or mlx-notify --flush, sends it once"
        case .undelivered(let targets): targets.lazy.compactMap(\.hint).first
        case .missingForge: "set GITEA_SERVER_URL"
        case .missingToken(_, let variables): "set \(variables.joined(separator: " or "))"
        case .missingWebhookSecret:
            "say --webhook-secret env:NAME, or set 'notify.webhook_secret'"
        case .unsafeValue, .address, .target, .template, .missingSpool, .lockHeld: nil
        }
    }
}
