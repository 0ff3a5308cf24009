package import SystemPackage

/// Who is told, and by which way.
package enum NotificationTarget: Sendable, Hashable {
    case mail(MailAddress)
    case maildir(FilePath)
    case standardOutput
    case channel(ChannelTarget)

    /// Reads `mailto:ADDRESS`, `file:DIRECTORY`, `file:-` or one of `ChannelTarget.forms`.
    ///
    /// - Throws: `NotificationError`, or `SecretError` for a secret that is not named as one.
    package init(_ text: String) throws {
        try HeaderField.requireSafe(text, name: "target")
        guard let colon = text.firstIndex(of: ":") else {
            throw NotificationError.target(
                text, reason: "it is neither mailto:ADDRESS nor file:DIRECTORY")
        }
        let value = String(text[text.index(after: colon)...])
        let scheme = String(text[..<colon])
        switch scheme {
        case "mailto": self = .mail(try MailAddress(value))
        case "file":
            guard !value.isEmpty else {
                throw NotificationError.target(text, reason: "the directory is missing")
            }
            guard value != "-" else {
                self = .standardOutput
                return
            }
            self = .maildir(FilePath(value.hasPrefix("///") ? String(value.dropFirst(2)) : value))
        default:
            guard let channel = try ChannelTarget(scheme: scheme, value: value) else {
                let forms = ["mailto:ADDRESS", "file:DIRECTORY"] + ChannelTarget.forms
                // What is not known may be a secret address, written wrongly.
                throw NotificationError.target(
                    "\(scheme):…", reason: "the ways are \(forms.joined(separator: ", "))")
            }
            self = .channel(channel)
        }
    }

    package var description: String {
        switch self {
        case .mail(let address): "mailto:\(address.mailbox)"
        case .maildir(let path): "file:\(path)"
        case .standardOutput: "file:-"
        case .channel(let target): target.description
        }
    }

    var channel: String {
        switch self {
        case .mail: "mail"
        case .maildir, .standardOutput: "file"
        case .channel: "http"
        }
    }

    /// What makes this target another one than its neighbour.
    var recipient: String {
        switch self {
        case .mail(let address): address.mailbox
        case .maildir(let path): path.string
        case .standardOutput: "-"
        case .channel(let target): target.reference
        }
    }

    /// Whether it needs a mail server.
    package var isMail: Bool { address != nil }

    /// Whether it is reached over HTTP.
    package var isChannel: Bool {
        if case .channel = self { true } else { false }
    }

    var address: MailAddress? {
        switch self {
        case .mail(let address): address
        case .maildir, .standardOutput, .channel: nil
        }
    }
}
