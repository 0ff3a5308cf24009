import FileStorage
package import RunDocument
import Transfer

/// A message over HTTP, ready to be sent, and all that a spool has to keep of it.
package struct ChannelMessage: Sendable, Hashable {
    /// The same message has the same key; so has a newer comment of the same thread.
    package let key: String
    package let target: ChannelTarget
    /// Markdown for a comment, JSON for all else.
    package let body: [UInt8]
    /// The forge's interface; nil for a hook.
    let api: HTTPAddress?
    /// What a comment begins with.
    let marker: String?
    /// Where the key of a webhook's signature is.
    let secret: SecretReference?

    init(
        key: String,
        target: ChannelTarget,
        body: [UInt8],
        api: HTTPAddress? = nil,
        marker: String? = nil,
        secret: SecretReference? = nil
    ) {
        self.key = key
        self.target = target
        self.body = body
        self.api = api
        self.marker = marker
        self.secret = secret
    }

    /// Reads what a spool kept; nil if it is something else, as a mail.
    ///
    /// - Throws: `NotificationError` for a target that cannot be read.
    package init?(key: String, record: JSONObject, body: [UInt8]) throws {
        guard let text = record["target"]?.stringValue,
            case .channel(let target) = try NotificationTarget(text)
        else { return nil }
        self.init(
            key: key,
            target: target,
            body: body,
            api: try record["api"]?.stringValue.map { try HTTPAddress($0) },
            marker: record["marker"]?.stringValue,
            secret: try record["secret"]?.stringValue.map { try SecretReference($0) }
        )
    }

    /// What the spool notes beside the body.
    ///
    /// A secret is in it only if the target was written with one.
    var record: JSONObject {
        var members: JSONObject = ["target": .string(target.reference)]
        members["api"] = api.map { .string($0.description) }
        members["marker"] = marker.map(JSONValue.string)
        members["secret"] = secret.map { .string($0.description) }
        members["content"] = .string(Digest(of: body).description)
        return members
    }

    /// Whether a later message takes the place of this one, so that it may be sent again.
    var isUpdated: Bool { target.forge != nil }

    /// The message for people who look at it before it is sent.
    package var preview: String {
        "To: \(target.description)\n\n\(String(decoding: body, as: UTF8.self))\n"
    }
}
