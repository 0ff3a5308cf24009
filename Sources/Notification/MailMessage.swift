import FileStorage
package import FoundationEssentials
import RunDocument

/// A mail, ready to be handed over.
package struct MailMessage: Sendable {
    /// The same run, event, channel and recipient give the same key, so a repeat is the same mail.
    package let key: String
    package let sender: MailAddress
    package let bytes: [UInt8]

    package var identifier: String { "<\(key)@\(sender.domain)>" }

    /// What the message carries beside its headers.
    package struct Content: Sendable {
        package var subject: String
        package var text: String
        package var html: String
        package var attachments: [Attachment]

        package init(subject: String, text: String, html: String, attachments: [Attachment] = []) {
            self.subject = subject
            self.text = text
            self.html = html
            self.attachments = attachments
        }
    }

    package struct Attachment: Sendable {
        let filename: String
        let type: String
        let bytes: [UInt8]

        package init(filename: String, type: String, bytes: [UInt8]) {
            self.filename = filename
            self.type = type
            self.bytes = bytes
        }
    }

    /// - Parameters:
    ///   - recipient: nil for a channel without an address.
    ///   - thread: what the mails of one pipeline have in common.
    ///   - key: 64 hexadecimal digits.
    package init(
        _ content: Content,
        from sender: MailAddress,
        to recipient: MailAddress?,
        run: String,
        thread: String,
        key: String,
        date: Date
    ) throws(NotificationError) {
        self.key = key
        self.sender = sender
        let domain = sender.domain
        let destination = try recipient?.words(header: "To") ?? ["undisclosed-recipients:;"]
        let fields = [
            try HeaderField("Date", words: MailDate.words(date)),
            try HeaderField("From", words: try sender.words(header: "From")),
            try HeaderField("To", words: destination),
            try HeaderField("Subject", text: content.subject),
            try HeaderField("Message-ID", words: ["<\(key)@\(domain)>"]),
            try HeaderField("In-Reply-To", words: ["<thread.\(thread)@\(domain)>"]),
            try HeaderField("References", words: ["<thread.\(thread)@\(domain)>"]),
            try HeaderField("Auto-Submitted", words: ["auto-generated"]),
            try HeaderField("List-Id", words: ["<\(thread).mlx.\(domain)>"]),
            try HeaderField("X-MLX-Run", text: run),
            try HeaderField("MIME-Version", words: ["1.0"]),
        ]
        let body = try Self.body(content).bytes(boundary: "=_\(key.prefix(24))")
        bytes = fields.flatMap { Array($0.lines.utf8) } + body
    }

    private static func body(_ content: Content) -> MessagePart {
        let alternative = MessagePart.multipart(
            "alternative",
            parameters: [],
            [
                .text(content.text, type: "text/plain"), .text(content.html, type: "text/html"),
            ]
        )
        let related = MessagePart.multipart(
            "related",
            parameters: ["type=\"multipart/alternative\""],
            [alternative]
        )
        let attachments = content.attachments.map {
            MessagePart.attachment($0.bytes, type: $0.type, filename: $0.filename)
        }
        return .multipart("mixed", parameters: [], [related] + attachments)
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
