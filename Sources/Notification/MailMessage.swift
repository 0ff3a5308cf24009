import FileStorage
package import FoundationEssentials
import RunDocument

/// A mail, ready to be handed over.
package struct MailMessage: Sendable {
    /// The same run, event, channel and recipient give the same key, so a repeat is the same mail.
    package let key: String
    package let sender: MailAddress
    private let head: [UInt8]
    private let body: MailBody

    package var identifier: String { "<\(key)@\(sender.domain)>" }

    /// Headers and body, lines ended by CR LF.
    package var bytes: [UInt8] { head + body.bytes }

    /// - Parameters:
    ///   - recipient: nil for a channel without an address.
    ///   - thread: what the mails of one pipeline have in common.
    ///   - key: 64 hexadecimal digits.
    package init(
        _ body: MailBody,
        from sender: MailAddress,
        to recipient: MailAddress?,
        run: String,
        thread: String,
        key: String,
        date: Date
    ) throws(NotificationError) {
        self.key = key
        self.sender = sender
        self.body = body
        let domain = sender.domain
        let destination = try recipient?.words(header: "To") ?? ["undisclosed-recipients:;"]
        let fields = [
            try HeaderField("Date", words: MailDate.words(date)),
            try HeaderField("From", words: try sender.words(header: "From")),
            try HeaderField("To", words: destination),
            try HeaderField("Subject", text: body.subject),
            try HeaderField("Message-ID", words: ["<\(key)@\(domain)>"]),
            try HeaderField("In-Reply-To", words: ["<thread.\(thread)@\(domain)>"]),
            try HeaderField("References", words: ["<thread.\(thread)@\(domain)>"]),
            try HeaderField("Auto-Submitted", words: ["auto-generated"]),
            try HeaderField("List-Id", words: ["<\(thread).mlx.\(domain)>"]),
            try HeaderField("X-MLX-Run", text: run),
            try HeaderField("MIME-Version", words: ["1.0"]),
        ]
        head = fields.flatMap { Array($0.lines.utf8) }
    }

    /// The key of a message: a digest of what makes it this message and no other.
    package static func key(run: String, event: String, channel: String, recipient: String)
        -> String
    {
        let parts = [run, event, channel, recipient].map(JSONValue.string)
        return Digest(of: JSONValue.array(parts).canonicalBytes()).hex
    }

    /// A name that can stand in an identifier; what can not is replaced by its digest.
    package static func thread(of name: String?) -> String {
        guard let name else { return "pipeline" }
        let isAtom = name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty
                && $0.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                        UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
        return isAtom && name.utf8.count <= 100
            ? name : String(Digest(of: name.utf8).hex.prefix(16))
    }
}
