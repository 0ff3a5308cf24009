package import FoundationEssentials
import RunDocument

/// Sends what waits in the spool, and puts aside what has waited for too long.
package struct SpoolFlush {
    /// As long as mail servers wait (RFC 5321, 4.5.4.1).
    private static let patience: TimeInterval = 5 * 86_400

    private let spool: Spool
    private let now: Date
    private let channels: Channels
    private let mailer: (_ server: String) throws -> Mailer

    /// - Parameters:
    ///   - channels: which try once.
    ///   - mailer: one that tries once, for the server that a mail was meant for.
    package init(
        _ spool: Spool, at now: Date, channels: Channels,
        mailer: @escaping (_ server: String) throws -> Mailer
    ) {
        self.spool = spool
        self.now = now
        self.channels = channels
        self.mailer = mailer
    }

    /// The oldest first; trouble with one does not keep the others.
    package func run() async throws -> [Delivery] {
        // What cannot be read is damaged, or was sent and removed in this moment.
        let waiting = try spool.waiting().compactMap { try? self.waiting($0) }
            .sorted { ($0.since, $0.key) < ($1.since, $1.key) }
        var mailers: [String: Mailer] = [:]
        var deliveries: [Delivery] = []
        for message in waiting {
            let result: Delivery.Result?
            do {
                result = try await deliver(message, &mailers)
            } catch let error as any Failure {
                result = .refused(
                    reason: error.description, exitStatus: error.exitStatus, hint: error.hint)
            }
            guard let result else { continue }
            deliveries.append(
                Delivery(target: message.target, identifier: message.identifier, result: result))
        }
        return deliveries
    }

    private func deliver(_ message: Waiting, _ mailers: inout [String: Mailer]) async throws
        -> Delivery.Result?
    {
        if isExpired(message), let result = try await expire(message.key) { return result }
        switch message.content {
        case .channel: return try await channels.redeliver(message.key, in: spool)
        case .mail(let envelope):
            let mailer = try mailers[envelope.server] ?? mailer(envelope.server)
            mailers[envelope.server] = mailer
            return try await mailer.redeliver(message.key)
        }
    }

    private struct Waiting {
        enum Content {
            case mail(Envelope)
            case channel(ChannelMessage)
        }

        let key: String
        let since: String
        let target: NotificationTarget
        let content: Content

        var identifier: String {
            switch content {
            case .mail(let envelope): envelope.messageID
            case .channel: key
            }
        }
    }

    /// What waits under a key; nil if it waits no more, or is of no kind that is known.
    private func waiting(_ key: String) throws -> Waiting? {
        guard let (body, record) = try spool.kept(key) else { return nil }
        if let envelope = Envelope(record) {
            let target = NotificationTarget.mail(try MailAddress(envelope.recipient))
            return Waiting(
                key: key, since: envelope.since, target: target, content: .mail(envelope))
        }
        guard let message = try ChannelMessage(key: key, record: record, body: body),
            let since = record["since"]?.stringValue
        else { return nil }
        return Waiting(
            key: key, since: since, target: .channel(message.target), content: .channel(message))
    }

    private func isExpired(_ message: Waiting) -> Bool {
        guard let since = try? Date(message.since, strategy: .iso8601) else { return false }
        return now.timeIntervalSince(since) > Self.patience
    }

    /// - Returns: nil if it is to be looked at again: it was sent, or is a newer one by now.
    private func expire(_ key: String) async throws -> Delivery.Result? {
        try await spool.withLock(key) {
            guard let current = try waiting(key), isExpired(current), !spool.wasSent(key),
                var record = try spool.kept(key)?.record
            else { return nil }
            let last = record["lastError"]?.stringValue.map { ": \($0)" } ?? ""
            let reason = "it was kept for 5 days\(last)"
            record["lastError"] = .string(reason)
            try spool.markFailed(key, record: record)
            return .refused(reason: reason, exitStatus: .unavailable)
        }
    }
}
