package import FoundationEssentials
import RunDocument
package import Transfer

/// Sends mail through a server, each message once however often it is asked to.
package final class Mailer {
    private let client: SMTPClient
    private let spool: Spool
    private let delays: [Duration]

    /// Pauses after an attempt that may be repeated.
    package static let standardDelays: [Duration] = [.seconds(2), .seconds(8), .seconds(32)]

    /// - Parameter delays: one more attempt than there are pauses is made.
    package init(client: SMTPClient, spool: Spool, delays: [Duration] = standardDelays) {
        self.client = client
        self.spool = spool
        self.delays = delays
    }

    /// Sends a message unless it was sent before.
    ///
    /// - Parameter date: by the clock; how long it waits counts from there.
    /// - Returns: what became of it; after `deferred` it waits in the spool.
    package func deliver(_ message: MailMessage, to recipient: MailAddress, at date: Date)
        async throws -> Delivery.Result
    {
        try await spool.withLock(message.key) {
            guard !spool.wasSent(message.key) else { return .repeated }
            var envelope = Envelope(
                sender: message.sender.mailbox, recipient: recipient.mailbox,
                messageID: message.identifier, server: client.server.url,
                since: date.timestamp)
            if let before = try? spool.kept(message.key), let kept = Envelope(before.record) {
                envelope.since = kept.since
            }
            let bytes = message.bytes
            try spool.keep(message.key, message: bytes, record: envelope.record)
            return try await attempt(message.key, bytes, envelope)
        }
    }

    /// Sends a message that waits in the spool.
    ///
    /// - Returns: nil if it waits no more.
    func redeliver(_ key: String) async throws -> Delivery.Result? {
        try await spool.withLock(key) {
            guard let (bytes, record) = try spool.kept(key), let envelope = Envelope(record) else {
                return nil
            }
            // Whoever sent it was ended before it could let go of it.
            guard !spool.wasSent(key) else {
                try spool.markSent(key, record: record)
                return .repeated
            }
            return try await attempt(key, bytes, envelope)
        }
    }

    private func attempt(_ key: String, _ bytes: [UInt8], _ envelope: Envelope) async throws
        -> Delivery.Result
    {
        var record = envelope.record
        var number = 0
        while true {
            number += 1
            record["attempts"] = .integer(Int64(number))
            let outcome = try client.send(
                from: envelope.sender, to: envelope.recipient, message: bytes)
            switch outcome {
            case .sent:
                record["lastError"] = nil
                try spool.markSent(key, record: record)
                return .sent
            case .permanent(let reason, let isDenied):
                record["lastError"] = .string(reason)
                try spool.markFailed(key, record: record)
                return .refused(
                    reason: reason,
                    exitStatus: isDenied ? .denied : .unavailable
                )
            case .retry(let reason), .uncertain(let reason):
                record["lastError"] = .string(reason)
                try spool.deferred(key, record: record)
                guard number <= delays.count else { return .deferred(reason: reason) }
                try await Task.sleep(for: delays[number - 1])
            }
        }
    }
}

/// Who sends a mail in the spool to whom, as its record says.
struct Envelope {
    let sender: String
    let recipient: String
    let messageID: String
    /// As `SMTPServer` reads it.
    let server: String
    /// When it was first to be sent, ISO 8601.
    var since: String

    init(sender: String, recipient: String, messageID: String, server: String, since: String) {
        self.sender = sender
        self.recipient = recipient
        self.messageID = messageID
        self.server = server
        self.since = since
    }

    /// Nil for the record of another channel, or of none.
    init?(_ record: JSONObject) {
        guard let sender = record["from"]?.stringValue, let recipient = record["to"]?.stringValue,
            let messageID = record["messageId"]?.stringValue,
            let server = record["server"]?.stringValue, let since = record["since"]?.stringValue
        else { return nil }
        self.init(
            sender: sender, recipient: recipient, messageID: messageID, server: server,
            since: since)
    }

    var record: JSONObject {
        [
            "from": .string(sender), "to": .string(recipient), "messageId": .string(messageID),
            "server": .string(server), "since": .string(since),
        ]
    }
}
