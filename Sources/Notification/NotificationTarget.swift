package import SystemPackage

/// Who is told, and by which way.
package enum NotificationTarget: Sendable, Hashable {
    case mail(MailAddress)
    case maildir(FilePath)
    case standardOutput

    /// Reads `mailto:ADDRESS`, `file:DIRECTORY` or `file:-`.
    package init(_ text: String) throws(NotificationError) {
        try HeaderField.requireSafe(text, name: "target")
        guard let colon = text.firstIndex(of: ":") else {
            throw .target(text, reason: "it is neither mailto:ADDRESS nor file:DIRECTORY")
        }
        let value = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "mailto": self = .mail(try MailAddress(value))
        case "file":
            guard !value.isEmpty else { throw .target(text, reason: "the directory is missing") }
            guard value != "-" else {
                self = .standardOutput
                return
            }
            self = .maildir(FilePath(value.hasPrefix("///") ? String(value.dropFirst(2)) : value))
        default:
            throw .target(text, reason: "the ways are mailto:ADDRESS and file:DIRECTORY")
        }
    }

    package var description: String {
        switch self {
        case .mail(let address): "mailto:\(address.mailbox)"
        case .maildir(let path): "file:\(path)"
        case .standardOutput: "file:-"
        }
    }

    var channel: String {
        switch self {
        case .mail: "mail"
        case .maildir, .standardOutput: "file"
        }
    }

    /// What makes this target another one than its neighbour.
    var recipient: String {
        switch self {
        case .mail(let address): address.mailbox
        case .maildir(let path): path.string
        case .standardOutput: "-"
        }
    }

    /// Whether it needs a mail server.
    package var isMail: Bool { address != nil }

    var address: MailAddress? {
        switch self {
        case .mail(let address): address
        case .maildir, .standardOutput: nil
        }
    }
}
