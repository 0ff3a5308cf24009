import FileStorage

/// What a mail carries beside its headers, the same for each of its recipients.
package struct MailBody: Sendable {
    let subject: String
    /// From its `Content-Type` on.
    let bytes: [UInt8]

    package struct Content: Sendable {
        package var subject: String
        package var text: String
        package var html: String
        var images: [Image] = []
        package var attachments: [Attachment]

        package init(subject: String, text: String, html: String, attachments: [Attachment] = []) {
            self.subject = subject
            self.text = text
            self.html = html
            self.attachments = attachments
        }
    }

    /// A PNG that the HTML shows as `cid:IDENTIFIER`.
    struct Image {
        let identifier: String
        let bytes: [UInt8]
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

    /// - Parameter key: hexadecimal digits that no other body has.
    package init(_ content: Content, key: String) throws(NotificationError) {
        subject = content.subject
        bytes = try Self.part(content).bytes(boundary: "=_\(key.prefix(24))")
    }

    private static func part(_ content: Content) -> MessagePart {
        let alternative = MessagePart.multipart(
            "alternative",
            parameters: [],
            [
                .text(content.text, type: "text/plain"), .text(content.html, type: "text/html"),
            ]
        )
        let images = content.images.map {
            MessagePart.image($0.bytes, type: "image/png", identifier: $0.identifier)
        }
        let related = MessagePart.multipart(
            "related",
            parameters: ["type=\"multipart/alternative\""],
            [alternative] + images
        )
        let attachments = content.attachments.map {
            MessagePart.attachment($0.bytes, type: $0.type, filename: $0.filename)
        }
        return .multipart("mixed", parameters: [], [related] + attachments)
    }
}
